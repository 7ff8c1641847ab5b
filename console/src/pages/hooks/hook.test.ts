import { expect, test } from 'vitest';
import { changesOf, entityOf, nameOf, stateOf } from './hook.ts';

test('only what was changed is sent, and null for what was taken out', () => {
  const before = {
    targetUrl: 'https://a.example',
    event: 'documents.created',
    title: 'Books',
    headers: { A: '(hidden)' },
  };
  const after = { targetUrl: 'https://b.example', event: 'documents.created', headers: { A: '(hidden)' } };
  expect(changesOf(before, after)).toEqual({ targetUrl: 'https://b.example', title: null });
});

test('a hook whose receiver fails is told apart from one that works, and from one that is paused', () => {
  const failingSince = '2026-11-23T10:00:00.000Z';
  expect(stateOf({ status: 'active', failingSince: null })).toBe('active');
  expect(stateOf({ status: 'active', failingSince })).toBe('failing');
  expect(stateOf({ status: 'paused', failingSince })).toBe('paused');
});

test('a hook without a title is called by the name of its host, and knows whose record it tells of', () => {
  expect(nameOf({ name: null, targetUrl: 'https://hooks.example.com/x?y' })).toBe('hooks.example.com');
  expect(entityOf('documents.properties.extStatus')).toBe('documents');
  expect(entityOf('alerts.opened')).toBeUndefined();
});
