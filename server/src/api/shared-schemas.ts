import type { TSchema } from 'typebox';
import { Authentication } from '../outbound/authentication.ts';
import { IntegrationFile, sectionSchemas } from '../integration/integration-file.ts';
import { DeliverEntry } from '../triggers/trigger.ts';
import { StatusWire } from './connections.ts';
import { DeliveryDetail, DeliveryWire } from './delivery-wire.ts';
import { ProblemSchema } from './describe-route.ts';
import { AppliedWire } from './integration.ts';
import { JobWire } from './jobs.ts';
import { RecordWire } from './records.ts';
import { SessionWire } from './session-wire.ts';
import { SettingsWire } from './settings.ts';
import { ViewPageWire } from './views.ts';

/** Shapes that stand once in the OpenAPI document, under components, and are referred to by these names. */
export const sharedSchemas: Readonly<Record<string, TSchema>> = {
  Applied: AppliedWire,
  Authentication,
  ApiDefinition: sectionSchemas.definitions,
  Connection: sectionSchemas.connections,
  ConnectionStatus: StatusWire,
  Deliver: DeliverEntry,
  Delivery: DeliveryWire,
  DeliveryWithAttempts: DeliveryDetail,
  Dictionary: sectionSchemas.dictionaries,
  Entity: sectionSchemas.entities,
  Group: sectionSchemas.groups,
  Hook: sectionSchemas.hooks,
  IntegrationFile,
  Job: JobWire,
  Problem: ProblemSchema,
  Record: RecordWire,
  SchemaSet: sectionSchemas.schemas,
  Session: SessionWire,
  Settings: SettingsWire,
  Template: sectionSchemas.templates,
  Trigger: sectionSchemas.triggers,
  View: sectionSchemas.views,
  ViewPage: ViewPageWire,
};
