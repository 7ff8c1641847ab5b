import type { Connection } from '../../src/connections/connection.ts';
import type { ConfigurationChange } from '../../src/integration/apply-configuration.ts';
import type { MessageTemplate } from '../../src/templates/template.ts';
import type { DeliverEntry, TriggerBody } from '../../src/triggers/trigger.ts';

export type ConfigurationObjects = readonly Omit<ConfigurationChange['objects'][number], 'path'>[];

export interface CounterpartyParts {
  readonly connection?: Partial<Connection>;
  readonly template?: Partial<MessageTemplate>;
  readonly deliver?: DeliverEntry;
  readonly trigger?: Partial<TriggerBody>;
}

export const messageBody =
  '{ "number": "${input.registration}", "customer": "${input.company.name}", "total": ${input.total}, "note": "${input.note}", "key": "${message.key}" }';
export const responseBody =
  '{ "outcome": "accepted", "write": { "properties": { "accountingId": "${response.id}", "accountingNumber": "${response.number}" } } }';

/**
 * A counterparty as configuration: a connection, a template and a trigger of one name. The trigger fires when a document is created whose note is
 * this name, so that many counterparties live in one engine without disturbing each other.
 */
export function counterparty(name: string, url: string, parts: CounterpartyParts = {}): ConfigurationObjects {
  const trigger: TriggerBody = {
    ...{ name, entity: 'documents', on: ['created'], when: `input.note = '${name}'` },
    deliver: [{ connection: name, template: name, ...parts.deliver }],
    ...parts.trigger,
  };
  return [
    { kind: 'connections', name, body: { name, url, ...parts.connection } },
    {
      kind: 'templates',
      name,
      body: { name, format: 'json', body: messageBody, response: responseBody, ...parts.template },
    },
    { kind: 'triggers', name, body: trigger },
  ];
}
