import { expect, test } from 'vitest';
import { dialectOf, outputLines } from './terminal-lines';

const looks = (text: string) => outputLines(text).map((line) => line.look);

test('plain output stays plain, also with leading signs', () => {
  expect(looks('- a\n+ b\n@@\n1: c')).toEqual(['plain', 'plain', 'plain', 'plain']);
});

test('a diff is coloured from its head on', () => {
  const diff = [
    '+ this comes before',
    'diff --git a/main.py b/main.py',
    'index cacc17f..a4909b2 100644',
    '--- a/main.py',
    '+++ b/main.py',
    '@@ -12,2 +12,2 @@ def f():',
    ' same',
    '-old',
    '+new',
  ];
  expect(looks(diff.join('\n'))).toEqual([
    'plain',
    'meta',
    'meta',
    'meta',
    'meta',
    'hunk',
    'plain',
    'removed',
    'added',
  ]);
});

test('Windows line ends do not hide a diff', () => {
  expect(dialectOf('\r\ndiff --git a/x b/x\r\nindex 1..2')).toBe('diff');
});

test('a file listing has numbered lines', () => {
  expect(looks('Edited.\n[File: /a.py (2 lines total)]\n1:import os\n2:\n(1 more lines below)')).toEqual([
    'plain',
    'meta',
    'numbered',
    'numbered',
    'meta',
  ]);
});

test('what is known to be part of a diff needs no head', () => {
  expect(outputLines('-old\n+new', 'diff').map((line) => line.look)).toEqual(['removed', 'added']);
});
