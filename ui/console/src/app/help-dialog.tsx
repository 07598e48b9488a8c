import { Dialog } from '../platform/dialog';
import { Keys } from '../platform/keys';
import { closeOverlay } from '../platform/overlay';
import { SHORTCUTS } from './shortcuts';

export function HelpDialog() {
  return (
    <Dialog title="Keyboard shortcuts" onClose={closeOverlay} className="w-[min(38rem,calc(100vw-2rem))]!">
      <div className="grid gap-x-8 gap-y-5 overflow-y-auto px-5 pt-3 pb-6 sm:grid-cols-2">
        {SHORTCUTS.map(({ group, keys }) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-xs font-medium text-ink-faint">{group}</h3>
            <dl>
              {keys.map(([shortcut, does]) => (
                <div key={shortcut} className="flex h-7 items-center justify-between gap-4">
                  <dt>{does}</dt>
                  <dd>
                    <Keys keys={shortcut} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
