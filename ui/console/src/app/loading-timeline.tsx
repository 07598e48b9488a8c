import { Bar } from '../platform/skeleton';

export function LoadingTimeline() {
  return (
    <div role="status" aria-label="Loading" className="flex min-h-0 grow flex-col">
      <div className="flex h-14 items-center border-b border-line px-4">
        <Bar className="w-48" />
      </div>
      <div className="mx-auto w-full max-w-[54rem] space-y-10 px-4 pt-10">
        {['w-2/3', 'w-5/6', 'w-1/2'].map((width) => (
          <div key={width} className="flex gap-3">
            <Bar className="size-6! shrink-0 rounded-md" />
            <div className="grow space-y-3 pt-1.5">
              <Bar className="w-24" />
              <Bar className={width} />
              <Bar className="h-24! w-full rounded-lg! opacity-50" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
