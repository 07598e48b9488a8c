import { useId } from 'react';
import { classes } from './classes';

type SegmentsProps<T extends string> = {
  /** What is chosen here. */
  label: string;
  choices: readonly T[];
  names: Readonly<Record<T, string>>;
  chosen: T;
  onChoose: (choice: T) => void;
  className?: string;
};

/** One of a few, all of them in sight. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, choices, names, chosen, onChoose, className } = props;
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={classes('flex max-w-full overflow-x-auto rounded-lg bg-hover p-0.5', className)}
    >
      {choices.map((choice) => (
        <label
          key={choice}
          className={classes(
            'relative flex h-6 shrink-0 items-center rounded-md px-2 text-xs font-medium sm:px-2.5',
            'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            choice === chosen
              ? 'bg-tab text-ink shadow-[0_1px_2px_rgb(0_0_0/10%)]'
              : 'text-ink-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={group}
            className="sr-only"
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          {names[choice]}
        </label>
      ))}
    </div>
  );
}
