import bash from 'refractor/bash';
import c from 'refractor/c';
import { refractor } from 'refractor/core';
import cpp from 'refractor/cpp';
import css from 'refractor/css';
import go from 'refractor/go';
import java from 'refractor/java';
import javascript from 'refractor/javascript';
import json from 'refractor/json';
import jsx from 'refractor/jsx';
import kotlin from 'refractor/kotlin';
import markdown from 'refractor/markdown';
import markup from 'refractor/markup';
import python from 'refractor/python';
import ruby from 'refractor/ruby';
import rust from 'refractor/rust';
import sql from 'refractor/sql';
import toml from 'refractor/toml';
import tsx from 'refractor/tsx';
import typescript from 'refractor/typescript';
import yaml from 'refractor/yaml';

for (const language of [
  ...[bash, c, cpp, css, go, java, javascript, json, jsx, kotlin, markdown, markup],
  ...[python, ruby, rust, sql, toml, tsx, typescript, yaml],
]) {
  refractor.register(language);
}

const ENDINGS: Readonly<Record<string, string>> = {
  cc: 'cpp',
  cfg: 'toml',
  h: 'c',
  hpp: 'cpp',
  htm: 'markup',
  kts: 'kotlin',
  mjs: 'javascript',
  pyi: 'python',
  zsh: 'bash',
};

/** The language of a file by its ending; undefined when it is none that is known here. */
export function languageOf(path: string): string | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const language = ENDINGS[ending] ?? ending;
  return refractor.registered(language) ? language : undefined;
}

/** As the diff component wants it: the nodes, without their root. */
export const highlighter = {
  highlight: (text: string, language: string) => refractor.highlight(text, language).children,
};
