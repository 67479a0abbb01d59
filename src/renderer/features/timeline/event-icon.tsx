import {
  Blocks,
  CircleCheck,
  CircleX,
  Hand,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestionMark,
  MessageSquare,
  Play,
  Settings,
  ShieldAlert,
  ShieldCheck,
  ShieldX,
  SquareActivity,
  TriangleAlert,
} from 'lucide-react';
import type { AnyEvent, EventType } from '../../../contract/events.ts';
import { classNames } from '../../ui/class-names.ts';
import { toneText } from '../../ui/tone.ts';
import { toneOf } from './event-tones.ts';
import { type Topic, topicOf } from './filter.ts';

const byTopic: Record<Topic, LucideIcon> = {
  run: Play,
  task: SquareActivity,
  permission: Hand,
  message: MessageSquare,
  plan: ListChecks,
  worker: Blocks,
  setting: Settings,
};

const byType: Partial<Record<EventType, LucideIcon>> = {
  'run.completed': CircleCheck,
  'run.failed': CircleX,
  'task.completed': CircleCheck,
  'task.failed': CircleX,
  'task.blocked': MessageCircleQuestionMark,
  'task.uncertain': TriangleAlert,
  'run.tainted': ShieldAlert,
  'permission.granted': ShieldCheck,
  'permission.denied': ShieldX,
  'worker.failed': CircleX,
};

export function EventIcon({ event }: { event: AnyEvent }) {
  const Icon = byType[event.type] ?? byTopic[topicOf(event)];
  return <Icon aria-hidden size={15} strokeWidth={1.75} className={classNames('shrink-0', toneText[toneOf(event)])} />;
}
