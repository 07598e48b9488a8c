import { create } from 'zustand';

/** Whether the inspector of the sync client lies under the page. */
export const useInspector = create<{ shown: boolean }>()(() => ({ shown: false }));

export function toggleInspector(): void {
  useInspector.setState(({ shown }) => ({ shown: !shown }));
}
