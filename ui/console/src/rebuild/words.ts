import type { DifferingRow, RebuildReport, RebuildRun } from '@openagents/sync';

const PERCENT = 100;

/** How much of the events is replayed, in percent; what comes after that has no measure. */
export function progressOf({ phase, eventsDone, eventsOf }: RebuildRun): number {
  if (phase !== 'replaying') return PERCENT;
  return eventsOf === 0 ? 0 : Math.min(PERCENT, Math.floor((eventsDone * PERCENT) / eventsOf));
}

export function rateOf(run: RebuildRun): string {
  const { state, phase, eventsDone, eventsOf, eventsPerSecond, secondsLeft } = run;
  const done = `${number(eventsDone)} of ${number(Math.max(eventsOf, eventsDone))} events`;
  if (phase !== 'replaying' || state === 'paused') return done;
  const left = secondsLeft === undefined ? '' : `, ${number(secondsLeft)} s left`;
  return `${done}, ${number(eventsPerSecond)} a second${left}`;
}

export function summaryOf(report: RebuildReport): string {
  const compared = `${number(report.rowsCompared)} rows compared as of event ${number(report.position)}`;
  const told = toldOf(report);
  return `${compared}: ${foundOf(report)}.${told && ` ${told}`}`;
}

function foundOf({ rowsDiffering, rowsDifferingUnseen, scopesDiffering }: RebuildReport): string {
  if (!rowsDiffering && !rowsDifferingUnseen && !scopesDiffering) return 'all are as the events say';
  const unseen = rowsDifferingUnseen > 0 ? `, ${number(rowsDifferingUnseen)} in what nobody sees` : '';
  const scopes = scopesDiffering > 0 ? `, ${number(scopesDiffering)} scopes` : '';
  return `${number(rowsDiffering)} differ${unseen}${scopes}`;
}

function toldOf({ resync, syncEvents, rowsDiffering }: RebuildReport): string {
  if (resync !== undefined) return `Subscribers start over: ${resync}.`;
  if (syncEvents > 0) return `Subscribers were told by ${number(syncEvents)} sync events.`;
  return rowsDiffering > 0 ? 'Nothing was changed.' : '';
}

export function differenceOf({ difference, columns }: DifferingRow): string {
  if (difference !== 'changed') return difference === 'missing' ? 'is missing' : 'is there without an event';
  return Object.entries(columns)
    .map(([name, { is, shouldBe }]) => `${name} is ${is ?? 'null'} and should be ${shouldBe ?? 'null'}`)
    .join('; ');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
