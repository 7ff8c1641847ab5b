import { describe, expect, test } from 'vitest';
import type { CallMethod } from './definition.ts';
import { findDefinition } from './find-definition.ts';
import { matchPath, parametersOf, parsePattern, samePaths, splitPath } from './path-pattern.ts';

const definition = (path: string, methods: CallMethod[] = ['POST']) => ({ path, pattern: parsePattern(path), methods });
const all = [
  definition('/gate/{device}/passes'),
  definition('/gate/main/passes'),
  definition('/gate/{device}/passes', ['GET']),
  definition('/{any}/main/passes', ['PUT']),
];
const find = (method: string, path: string) => {
  const found = findDefinition(all, method, splitPath(path) ?? []);
  return found.kind === 'found' ? [found.definition.path, found.params] : found;
};

describe('which definition a call is for', () => {
  test('the one whose path and method fit, with the values of its parameters', () => {
    expect(find('POST', '/gate/7/passes')).toEqual(['/gate/{device}/passes', { device: '7' }]);
    expect(find('GET', '/gate/main/passes')).toEqual(['/gate/{device}/passes', { device: 'main' }]);
  });

  test('the one that says a part itself before the one with a parameter', () => {
    expect(find('POST', '/gate/main/passes')).toEqual(['/gate/main/passes', {}]);
  });

  test('with another method the answer names those that there are', () => {
    expect(find('DELETE', '/gate/main/passes')).toEqual({ kind: 'other-methods', methods: ['GET', 'POST', 'PUT'] });
  });

  test.each(['/gate', '/gate/7', '/gate/7/passes/8', '/gate//passes', '/Gate/7/passes', '/'])('%s is none', (path) => {
    expect(find('POST', path)).toEqual({ kind: 'nothing' });
  });
});

describe('the parts of a path', () => {
  test('are decoded one by one, and a slash at the end is nothing', () => {
    expect(splitPath('/gate/a%2Fb%20%C4%8D/passes/')).toEqual(['gate', 'a/b č', 'passes']);
    expect(splitPath('/gate/%C4')).toBeUndefined();
  });

  test('a parameter named like something of JavaScript is a parameter like any other', () => {
    const pattern = parsePattern('/{constructor}');
    expect(parametersOf(pattern)).toEqual(['constructor']);
    expect(matchPath(pattern, ['x'])).toEqual({ constructor: 'x' });
  });

  test('two paths are the same whatever their parameters are called', () => {
    expect(samePaths(parsePattern('/a/{b}'), parsePattern('/a/{c}'))).toBe(true);
    expect(samePaths(parsePattern('/a/{b}'), parsePattern('/a/b'))).toBe(false);
    expect(samePaths(parsePattern('/a/{b}'), parsePattern('/a'))).toBe(false);
  });
});
