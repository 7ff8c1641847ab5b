import { functionSignatures } from '@gangway/language';
import { expect, test } from 'vitest';
import { loadPack } from '../../../packs/test/load-pack.ts';
import { judgeStored, type StoredAnswer } from '../../src/editor/answers/judge-stored.ts';
import { functionDocsCs } from '../../src/editor/completion/function-docs.cs.ts';
import { functionDocsEn } from '../../src/editor/completion/function-docs.en.ts';
import { chooseSamples } from '../../src/editor/preview/choose-samples.ts';
import { withDictionaries } from '../../src/editor/preview/samples.ts';
import { fields, invoice, runOf, sampleSet } from './real-record.ts';

const template = loadPack('pohoda').templates?.[0];
const xml = (state: string, note: string): string =>
  `<?xml version="1.0" encoding="Windows-1250"?><rsp:responsePack xmlns:rsp="http://www.stormware.cz/schema/version_2/response.xsd" state="ok"><rsp:responsePackItem state="${state}" note="${note}"/></rsp:responsePack>`;

function judge(answer: StoredAnswer, response = template?.response) {
  const draft = { name: 'x', format: 'xml' as const, ...(response === undefined ? {} : { response }) };
  return judgeStored(draft, fields, [], [{ answer, run: runOf(invoice) }]);
}

test('an answer is judged as on the server: status first, then the response template', () => {
  const headers = { 'Content-Type': 'text/xml; charset=windows-1250' };
  expect(judge({ status: 503, headers: {}, body: 'out' }).verdicts).toMatchObject([{ outcome: 'retry' }]);
  const refused = judge({ status: 200, headers, body: xml('error', 'Neznámá sazba') }).verdicts;
  expect(refused).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining('Neznámá sazba') as string }]);
  expect(judge({ status: 200, headers: {}, body: '' }, '{"outcome": "accepted"}').verdicts).toMatchObject([
    { outcome: 'accepted' },
  ]);
});

test('a response template that cannot be compiled judges nothing and says where', () => {
  const { problems, verdicts } = judge({ status: 200, headers: {}, body: '{}' }, '{\n "outcome": "${respons.ok}"}');
  expect(verdicts).toEqual([]);
  expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining('response') as string }]);
});

test('every function of the language is explained in both languages, and no other', () => {
  const names = functionSignatures().map((signature) => signature.slice(0, signature.indexOf('(')));
  expect(Object.keys(functionDocsEn).toSorted()).toEqual(names.toSorted());
  expect(Object.keys(functionDocsCs).toSorted()).toEqual(names.toSorted());
});

test('records for which a trigger would send; all of them where none fits', () => {
  const paid = chooseSamples(sampleSet, ["input.type = 'INVOICE.PURCHASE'"], 5);
  expect(paid.set.samples.length).toBeLessThanOrEqual(5);
  expect(paid.set.samples.every(({ run }) => JSON.stringify(run.context['input']).includes('INVOICE.PURCHASE'))).toBe(
    paid.byCondition,
  );
  expect(chooseSamples(sampleSet, ["input.type = 'NOTHING'"], 3)).toMatchObject({ byCondition: false, of: 20 });
  expect(chooseSamples(sampleSet, ['input.type ='], 3)).toMatchObject({ byCondition: true });
});

test('dictionaries that are saved with the template are known in every record', () => {
  const { samples, dictionaries } = withDictionaries(sampleSet, { fresh: { a: 'b' } });
  expect(Object.keys(dictionaries)).toContain('fresh');
  expect(samples.every(({ run }) => run.dictionaries?.['fresh']?.['a'] === 'b')).toBe(true);
});
