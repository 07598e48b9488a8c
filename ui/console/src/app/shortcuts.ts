/** Every shortcut with what it does, as the help sheet lists them. */
export const SHORTCUTS: readonly { group: string; keys: readonly [keys: string, does: string][] }[] = [
  {
    group: 'Anywhere',
    keys: [
      ['mod+k', 'Command palette'],
      ['/', 'Command palette'],
      ['?', 'This help'],
      ['c', 'New agent'],
      ['f', 'Filter the agents'],
      ['g p', "The org's payments"],
      ['g i', 'Sync inspector'],
      ['g o', 'Outbox: what is not sent yet'],
      ['z', 'Undo what I did last'],
      ['mod+z', 'Undo what I did last'],
      ['Esc', 'Close, or leave what you are in'],
    ],
  },
  {
    group: 'Agents',
    keys: [
      ['j', 'Next agent'],
      ['k', 'Previous agent'],
      ['↑ ↓', 'Move in the list'],
      ['r', 'Rename the agent'],
      ['m', 'Write to the agent'],
      ['h', 'History of the agent'],
      ['t', 'Show its past, or go back to live'],
    ],
  },
  {
    group: 'An agent',
    keys: [
      ['g b', 'Go to the bottom'],
      ['g t', 'Go to the top'],
      ['1', 'Show all'],
      ['2', 'Show the chat'],
      ['3', 'Show the reasoning'],
      ['4', 'Show the code changes'],
      ['5', 'Show the payments'],
    ],
  },
  {
    group: 'Writing',
    keys: [
      ['Enter', 'Send'],
      ['Shift+Enter', 'New line'],
    ],
  },
];
