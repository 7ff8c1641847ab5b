import { connectionTimeoutMs } from '../connections/connection.ts';
import type { LiveConfiguration } from '../deliveries/live-configuration.ts';
import { secretSource } from '../deliveries/live-connection.ts';
import { connectionTransport } from '../deliveries/send-through.ts';
import { refuse } from '../errors.ts';
import { testConnection, type TestReport } from '../outbound/diagnose.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { createTokenSource } from '../outbound/oauth2-tokens.ts';
import type { Outbound } from '../outbound/send-request.ts';

/** "Test connection" of a connection as it is configured now, with its secrets. A new token is asked for, so that a wrong client secret shows. */
export async function tryConnection(
  outbound: Outbound,
  live: LiveConfiguration,
  unitId: number,
  name: string,
): Promise<TestReport> {
  const unit = await live.unit(unitId);
  const connection = unit.plan.connections.get(name);
  if (connection === undefined) return refuse('not-found', `There is no connection ${JSON.stringify(name)}.`);
  const secrets = secretSource(unit.secrets);
  const transport = connectionTransport(unitId, connection, secrets);
  if (!transport.ok) return { ok: false, steps: [{ step: 'address', ok: false, sentence: transport.fault.sentence }] };
  const request = {
    method: 'GET',
    url: connection.url,
    headers: { 'user-agent': 'Gangway' },
    timeoutMs: connectionTimeoutMs(connection),
  };
  const authentication = connection.authentication ?? { kind: 'none' };
  const context = { secrets, tokens: createTokenSource(outbound), transport: transport.transport, nowMs: Date.now() };
  return testConnection(outbound, request, authentication, context, pathsOf(unit.plan, name));
}

/** Where the messages of this connection go, by the templates that triggers send through it; '' is its own address. */
function pathsOf({ triggers, templates }: UnitPlan, connection: string): string[] {
  const sent = triggers
    .flatMap(({ trigger }) => trigger.deliver)
    .filter((deliver) => deliver.connection === connection);
  const urls = sent.map(({ template = '' }) => templates.get(template)?.request?.url ?? '');
  return [...new Set(urls)];
}
