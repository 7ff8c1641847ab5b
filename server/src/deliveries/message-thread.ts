import type { FieldType } from '@gangway/language';
import type { Definitions } from '../records/types.ts';
import { compileMessageTemplate, messageScope } from '../templates/compile-message-template.ts';
import { answerJobs, needsExtra } from '../threads/answer-jobs.ts';
import { composeMessage } from './compose-message.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { MessageAnswer, MessageJob } from './message-maker.ts';
import { type CompiledParts, type MessageParts, runOf } from './message-parts.ts';
import { compileOwnTexts } from './own-texts.ts';
import { packVerdict } from './packed-verdict.ts';

/** The thread that makes large messages and reads large answers. It keeps entities and compiled templates between jobs, and knows nothing else. */
const mostDefinitions = 20;
const mostTemplates = 50;
const definitionsKept = new Map<number, Definitions>();
const compiledKept = new Map<string, CompiledParts>();
const any: FieldType = { kind: 'any' };

function compiledOf({ content: { template, dictionaries }, own }: MessageParts): CompiledParts {
  const key = JSON.stringify([template, Object.keys(dictionaries), own]);
  const kept = compiledKept.get(key);
  if (kept) return kept;
  const connection = compileOwnTexts(own);
  const compiled = template && compileMessageTemplate(template, messageScope(any, Object.keys(dictionaries)));
  // Whoever sends a job has compiled the same before.
  if (!connection.ok || compiled?.ok === false) throw new Error('a message was sent to a thread that does not compile');
  const parts = { template: compiled?.value, connection: connection.value };
  keep(compiledKept, key, parts, mostTemplates);
  return parts;
}

function keep<K, T>(kept: Map<K, T>, key: K, value: T, most: number): void {
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}

function answer({ parts, judge }: MessageJob, definitions: Definitions): MessageAnswer {
  const compiled = compiledOf(parts);
  const startedAt = performance.now();
  const run = runOf(parts, definitions);
  const made =
    judge === undefined
      ? { composed: composeMessage(compiled.template, compiled.connection, run) }
      : { verdict: packVerdict(judgeAnswer({ ...judge, template: compiled.template?.response, run })) };
  return { ...made, tookMs: performance.now() - startedAt };
}

answerJobs((received, sent) => {
  const job = received as MessageJob;
  if (sent !== undefined) keep(definitionsKept, job.definitions, sent as Definitions, mostDefinitions);
  const definitions = definitionsKept.get(job.definitions);
  return definitions === undefined ? needsExtra : answer(job, definitions);
});
