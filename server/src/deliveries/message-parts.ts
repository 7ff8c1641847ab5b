import type { Run, ValueObject } from '@gangway/language';
import { openSnapshot } from '../records/snapshot.ts';
import type { Definitions, SeenRecord } from '../records/types.ts';
import type { CompiledMessageTemplate } from '../templates/compile-message-template.ts';
import type { RouteContent } from '../triggers/route.ts';
import { type CompiledConnection, messageContext } from './compose-message.ts';
import type { OwnTexts } from './own-texts.ts';

/** Everything that a message is made of and its answer is read with, as plain data: a thread makes the same bytes of it. */
export interface MessageParts {
  /** The record at the event, as it is stored. */
  readonly snapshot: string;
  readonly content: Pick<RouteContent, 'connection' | 'template' | 'dictionaries' | 'constants' | 'unit'>;
  /** The connection's own texts, as they are at this moment. */
  readonly own: OwnTexts;
  readonly delivery: { readonly id: string; readonly messageKey: string };
  /** ISO 8601: the moment in which the delivery was planned. */
  readonly now: string;
  /** The secrets that its templates name, by name; undefined: their placeholders stay. */
  readonly secrets: ReadonlyMap<string, string> | undefined;
  /** It is only shown: every problem is told, not the first of each part. */
  readonly everyProblem?: true;
}

/** The same, compiled. */
export interface CompiledParts {
  readonly template: CompiledMessageTemplate | undefined;
  readonly connection: CompiledConnection;
}

export interface OpenedRun {
  readonly run: Run;
  /** The record that the message is made of; null where there is none. */
  readonly record: SeenRecord | null;
}

export function runOf(parts: MessageParts, definitions: Definitions): Run {
  return openRun(parts, definitions).run;
}

export function openRun(parts: MessageParts, definitions: Definitions): OpenedRun {
  const { content, delivery, now, secrets } = parts;
  const { context, record } = openSnapshot(parts.snapshot, definitions);
  const run: Run = {
    context: messageContext(context, { ...delivery, connection: content.connection }, content.constants as ValueObject),
    dictionaries: content.dictionaries,
    now,
    seed: delivery.id,
    zone: content.unit.zone,
    locale: content.unit.locale,
    ...(parts.everyProblem && { everyProblem: true }),
    ...(secrets === undefined ? {} : { secret: (name: string) => secrets.get(name) }),
  };
  return { run, record };
}
