import { type ComponentProps, type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { classes } from './classes';

type GrowingTextareaProps = Omit<ComponentProps<'textarea'>, 'onChange' | 'onSubmit' | 'value'> & {
  value: string;
  onChange: (value: string) => void;
  /** Enter without Shift. */
  onSubmit: () => void;
  onEscape?: () => void;
};

/** A text box as high as its text, up to 40 % of the window. Input methods keep their Enter. */
export function GrowingTextarea(props: GrowingTextareaProps) {
  const { value, onChange, onSubmit, onEscape, onKeyDown, className, ref, ...rest } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = value === '' ? '' : `${element.scrollHeight}px`;
  }, [value]);
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) onSubmit();
    else if (event.key === 'Escape' && onEscape) onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      {...rest}
      ref={(element) => {
        box.current = element;
        if (typeof ref === 'function') return ref(element);
        if (ref) ref.current = element;
      }}
      rows={1}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={handleKey}
      className={classes(
        'block max-h-[40dvh] w-full resize-none bg-transparent text-base placeholder:text-ink-faint focus:outline-none',
        className,
      )}
    />
  );
}
