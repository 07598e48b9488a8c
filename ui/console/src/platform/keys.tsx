/** The keys of a shortcut, as `g b` or `mod+k`. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.split(' ').flatMap((chord) =>
        chord.split('+').map((key) => (
          <kbd
            key={`${chord} ${key}`}
            className="min-w-5 rounded border border-line bg-canvas px-1 text-center font-sans text-2xs text-ink-soft"
          >
            {key === 'mod' ? MOD : key}
          </kbd>
        )),
      )}
    </span>
  );
}

const MOD = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';
