import {
  type PendingMutation,
  useAgentSyncClient,
  useDeadLetters,
  usePendingMutations,
} from '@openagents/sync';
import { Button } from '../platform/button';
import { Dialog } from '../platform/dialog';
import { useNow } from '../platform/now';
import { closeOverlay } from '../platform/overlay';
import { toast } from '../platform/toast';
import { useNotKept } from './kept';
import { nameOfMutation, stateOfMutation, textOfMutation } from './mutation-words';
import { wordsOf } from './problem';

/** Own changes that are not through: what waits, and what was refused and what can be done about it. */
export function OutboxDialog() {
  const pending = usePendingMutations();
  const refused = useDeadLetters();
  const kept = useNotKept() === undefined;
  return (
    <Dialog title="Outbox" onClose={closeOverlay} className="w-[min(34rem,calc(100vw-2rem))]!">
      <div className="min-h-0 space-y-5 overflow-y-auto px-5 pt-2 pb-5">
        {pending.length + refused.length === 0 && (
          <p className="py-4 text-ink-soft">Everything that you did is with the server.</p>
        )}
        {refused.length > 0 && (
          <Group name="Not sent" hint="The server refused these. Nothing of them took effect.">
            {refused.map((mutation) => (
              <Refused key={mutation.id} mutation={mutation} />
            ))}
          </Group>
        )}
        {pending.length > 0 && (
          <Group
            name="Waiting"
            hint={`Sent by itself as soon as that is possible, and until then kept ${kept ? 'on this device' : 'in this page only'}.`}
          >
            {pending.map((mutation) => (
              <Waiting key={mutation.id} mutation={mutation} />
            ))}
          </Group>
        )}
      </div>
    </Dialog>
  );
}

function Group({ name, hint, children }: { name: string; hint: string; children: React.ReactNode }) {
  return (
    <section aria-label={name}>
      <h3 className="text-xs font-medium text-ink-faint">{name}</h3>
      <p className="mb-2 text-xs text-ink-faint">{hint}</p>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets. */}
      <ul role="list" className="space-y-1.5">
        {children}
      </ul>
    </section>
  );
}

function Entry({ mutation, children }: { mutation: PendingMutation; children: React.ReactNode }) {
  const text = textOfMutation(mutation);
  return (
    <li className="flex items-start gap-2 rounded-lg border border-line py-1.5 pr-1.5 pl-3">
      <div className="min-w-0 grow py-1">
        <p className="truncate">
          <span className="font-medium">{nameOfMutation(mutation.name)}</span>
          {text !== undefined && <span className="text-ink-soft"> {text}</span>}
        </p>
        {children}
      </div>
    </li>
  );
}

function Waiting({ mutation }: { mutation: PendingMutation }) {
  const sync = useAgentSyncClient();
  const state = useNow((now) => stateOfMutation(mutation, now));
  const takeBack = () => {
    sync
      .discard(mutation.id)
      .then(
        (done) => done || toast('It is on its way already, and can be undone once it is through.', 'error'),
      );
  };
  return (
    <Entry mutation={mutation}>
      <div className="flex items-center justify-between gap-2">
        <p className="text-xs text-ink-faint tabular-nums">{state}</p>
        {mutation.attempts === 0 && (
          <Button look="ghost" onClick={takeBack}>
            Take back
          </Button>
        )}
      </div>
    </Entry>
  );
}

function Refused({ mutation }: { mutation: PendingMutation }) {
  const sync = useAgentSyncClient();
  const { lastProblem } = mutation;
  return (
    <Entry mutation={mutation}>
      <p className="text-xs text-bad">{lastProblem && wordsOf(lastProblem)}</p>
      <div className="mt-1 -ml-3 flex">
        {/* Should it be refused again, it comes back here with the reason. */}
        <Button look="ghost" onClick={() => void sync.resend(mutation.id).catch(() => undefined)}>
          Retry
        </Button>
        <Button look="ghost" onClick={() => void sync.discard(mutation.id)}>
          Discard
        </Button>
      </div>
    </Entry>
  );
}
