import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'data', 'dist', 'coverage']);

/** Every Markdown file of the project, without what others have put there. */
export function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** `[text](target)` outside of code. */
export function linksOf(text: string): string[] {
  return Array.from(withoutCode(text).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g), ([, target = '']) => target);
}

/** The names under which GitHub links to headings: lower case, spaces as hyphens, everything but letters, digits, hyphens and underscores dropped. */
export function headingsOf(text: string): string[] {
  return Array.from(withoutFences(text).matchAll(/^#{1,6} (.+?) *#*$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks, in their order. */
export function codeBlocks(text: string): CodeBlock[] {
  return Array.from(text.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm), ([, language = '', block = '']) => ({
    language,
    text: block,
  }));
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[^]*?^```$/gm, '');
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
}
