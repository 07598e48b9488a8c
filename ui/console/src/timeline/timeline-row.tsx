import { memo } from 'react';
import { ChangeView } from '../codechange/change-view';
import { MessageView } from '../message/message-view';
import { useNow } from '../platform/now';
import { formatDay } from '../platform/time';
import { StepView } from '../reasoning/step-view';
import type { DayItem, TimelineItem } from './timeline';

type TimelineRowProps = {
  item: TimelineItem;
  /** It is the agent's latest step. */
  latestStep: boolean;
};

export const TimelineRow = memo(function TimelineRow({ item, latestStep }: TimelineRowProps) {
  switch (item.kind) {
    case 'day':
      return <Day item={item} />;
    case 'message':
      return <MessageView message={item.message} continues={item.continues} />;
    case 'change':
      return <ChangeView change={item.change} />;
    case 'step':
      return (
        <StepView
          step={item.step}
          number={item.number}
          continues={item.continues}
          latest={latestStep}
          repeated={item.repeated}
        />
      );
  }
});

function Day({ item }: { item: DayItem }) {
  const name = useNow((now) => formatDay(item.at, now));
  return (
    <div className="flex items-center gap-3 pt-6 pb-1">
      <h2 className="text-xs font-medium text-ink-faint">{name}</h2>
      <span aria-hidden className="h-px grow bg-line" />
    </div>
  );
}
