import type { ModelName } from '@openagents/sync';

/** What a history is of. */
export type Thing = { model: ModelName; id: string; name: string };
