import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { NOON, stepRow } from '../testing/loopback';
import { StepView } from './step-view';

afterEach(cleanup);

const step = stepRow({ thought: 'The tests will tell.', action: 'pytest -q\n' });

function show(row: typeof step, latest = true) {
  render(<StepView step={row} number={7} continues={false} latest={latest} repeated={false} />);
  return within(screen.getByRole('article', { name: 'Step 7' }));
}

describe('a step', () => {
  test('shows thought, action and, while there is no observation, that it runs', () => {
    const view = show({ ...step, created_at: new Date().toISOString() });
    expect(view.getByText('The tests will tell.')).toBeDefined();
    expect(view.getByRole('figure', { name: 'Action' }).textContent).toContain('pytest -q');
    expect(view.getByRole('figure', { name: 'Observation' }).textContent).toMatch(/^Running\d+ s$/);
  });

  test('does not run any more once another one came after it', () => {
    expect(show(step, false).getByRole('figure', { name: 'Observation' }).textContent).toBe('No observation');
  });

  test('shows what came of the action, how long it is and how long it took', () => {
    const view = show({
      ...step,
      observation: '1 passed\nin 0.1s\n',
      updated_at: NOON.replace('00.0', '02.5'),
    });
    expect(view.getByRole('figure', { name: 'Observation' }).textContent).toContain(
      '1 passedin 0.1s2 lines·2.5 s',
    );
  });

  test('says that there was no output', () => {
    expect(show({ ...step, observation: '' }).getByText('No output')).toBeDefined();
  });

  test('that only thinks has neither action nor observation', () => {
    expect(show({ ...step, action: '' }).queryAllByRole('figure')).toEqual([]);
  });

  test('leaves out the middle of a long output until somebody asks for it', async () => {
    const lines = Array.from({ length: 312 }, (_, index) => `line ${index + 1}`);
    const view = show({ ...step, observation: lines.join('\n') });
    expect(view.getByText('line 9')).toBeDefined();
    expect(view.queryByText('line 10')).toBeNull();
    expect(view.getByText('line 312')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Show all 312 lines' }));
    expect(view.getByText('line 200')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Show less' }));
    expect(view.queryByText('line 200')).toBeNull();
  });

  test('shows markup in an output as text', () => {
    const text = '<img src=x onerror="alert(1)">';
    expect(show({ ...step, observation: text }).getByText(text)).toBeDefined();
  });
});
