import { FILTER_NAMES, TIMELINE_FILTERS, type TimelineFilter } from '../timeline/timeline';

/** What one can look at of an agent: its timeline, or a part of it, or its money. */
export type AgentView = TimelineFilter | 'payments';

export const AGENT_VIEWS: readonly AgentView[] = [...TIMELINE_FILTERS, 'payments'];

export const VIEW_NAMES: Record<AgentView, string> = { ...FILTER_NAMES, payments: 'Payments' };
