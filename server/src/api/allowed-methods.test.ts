import { expect, test } from 'vitest';
import { AddressBook } from './allowed-methods.ts';

const book = new AddressBook([
  { method: 'GET', path: '/deliveries/:id' },
  { method: 'POST', path: '/deliveries/resend' },
  { method: 'POST', path: '/deliveries/:id/resend' },
  { method: 'GET', path: '/views/:view' },
  { method: 'GET', path: '/:entity/history' },
  { method: 'PUT', path: '/:entity/history' },
]);

test.each([
  ['/deliveries/7', ['GET', 'HEAD']],
  ['/deliveries/resend', ['POST']],
  ['/deliveries/resend/resend', ['POST']],
  ['/views/history', ['GET', 'HEAD']],
  ['/tasks/history', ['GET', 'HEAD', 'PUT']],
  ['/deliveries/', []],
  ['/deliveries', []],
])('%s has %j', (address, methods) => {
  expect(book.methodsAt(address)).toEqual(methods);
});

test('an address is foreign to the path whose parameter it would be', () => {
  expect(book.isForeign('/deliveries/:id', '/deliveries/resend')).toBe(true);
  expect(book.isForeign('/deliveries/:id', '/deliveries/7')).toBe(false);
  expect(book.isForeign('/:entity/history', '/views/history')).toBe(true);
  expect(book.isForeign('/deliveries/resend', '/deliveries/resend')).toBe(false);
});
