import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { headingsOf, linksOf, markdownFiles } from './markdown.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `file: link` for each relative link that leads nowhere: to a file or folder that is not there, or to a heading that is not in it. */
function brokenLinks(file: string, text: string): string[] {
  return linksOf(text)
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => {
      const [path = '', heading] = link.split('#');
      if (path === '') return !headingsOf(text).includes(heading ?? '');
      const target = join(dirname(file), decodeURI(path));
      if (!existsSync(target)) return true;
      if (heading === undefined) return false;
      return statSync(target).isDirectory() || !headingsOf(readFileSync(target, 'utf8')).includes(heading);
    })
    .map((link) => `${relative(root, file)}: ${link}`);
}

test('every relative link in the documentation leads somewhere', () => {
  const broken = markdownFiles(root).flatMap((file) => brokenLinks(file, readFileSync(file, 'utf8')));
  expect(broken).toEqual([]);
});

test('a link to nothing is found, a link in a block of code is none', () => {
  const text =
    '# Here\n\n[a](docs/nothing.md) [b](README.md#no-such-heading) [c](#here) [d](https://x.example)\n\n```\n[e](f)\n```\n';
  expect(brokenLinks(join(root, 'page.md'), text)).toEqual([
    'page.md: docs/nothing.md',
    'page.md: README.md#no-such-heading',
  ]);
});
