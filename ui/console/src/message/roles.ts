import type { MessageRole } from '@openagents/sync';
import { Bot, type LucideIcon, Settings2, User, Wrench } from 'lucide-react';

type RoleLook = { name: string; icon: LucideIcon; badge: string };

export const ROLES: Record<MessageRole, RoleLook> = {
  user: { name: 'User', icon: User, badge: 'bg-accent-soft text-accent' },
  assistant: { name: 'Assistant', icon: Bot, badge: 'bg-ink text-canvas' },
  system: { name: 'System', icon: Settings2, badge: 'bg-hover text-ink-soft' },
  tool: { name: 'Tool', icon: Wrench, badge: 'bg-hover text-ink-soft' },
};
