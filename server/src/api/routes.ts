import type { Need } from '../access/caller.ts';
import { changePassword, endOwnSession, listOwnSessions } from './account.ts';
import { confirmOwnSecondFactor, proposeOwnSecondFactor, removeOwnSecondFactor } from './account-second-factor.ts';
import { listAlertsOperation, resolveAlert } from './alerts.ts';
import { listTemplateAnswers } from './answers.ts';
import { listAuditOperation } from './audit.ts';
import { listCallsOperation, readCallOperation } from './calls.ts';
import { configurationOperations } from './configuration.ts';
import { readDictionaryCoverage } from './coverage.ts';
import { pauseConnection, readConnectionStatus, resumeConnection, testConnectionOperation } from './connections.ts';
import { cancelDeliveryOperation, reportResultOperation, resolveDeliveryOperation } from './deliveries-by-hand.ts';
import {
  countDeliveriesOperation,
  listDeliveriesOperation,
  readDeliveryOperation,
  resendDeliveryOperation,
  resendManyOperation,
} from './deliveries.ts';
import { previewDefinition } from './definitions.ts';
import { readDocsPage, readDocsScript, readDocsStyles } from './docs-page.ts';
import { readOpenapi, readProblem } from './documents.ts';
import { listEntities, readEntity, readEntityFields } from './entities.ts';
import { listGroups, readGroup } from './groups.ts';
import { checkGolden, listGolden, putGolden, removeGolden } from './golden.ts';
import { health, readMetrics, ready } from './health.ts';
import { listHookDeliveries, resendHookDelivery, resendHookSince } from './hook-deliveries.ts';
import { listHookKeys, rotateHookKeys } from './hook-keys.ts';
import {
  changeHookOperation,
  cleanUpHooksOperation,
  createHookOperation,
  deleteHookOperation,
  listHooksOperation,
  pauseHookOperation,
  readHookOperation,
  resumeHookOperation,
  rotateHookOperation,
  testHookOperation,
} from './hooks.ts';
import { listEntityOptions } from './entity-options.ts';
import { listEventsOperation, sampleEventOperation } from './events.ts';
import { readInboxOperation } from './inbox.ts';
import { applyFile, exportFile } from './integration.ts';
import { cancelJobOperation, listJobsOperation, readJobOperation } from './jobs.ts';
import { liveOperation } from './live.ts';
import { fetchNoticesOperation, listenOperation } from './listen.ts';
import { readMe } from './me.ts';
import type { Method, Operation, Route } from './operation.ts';
import { readConnectionHealth, readOverviewOperation } from './overview.ts';
import { assignPass, listPasses } from './passes.ts';
import { deleteOwnPreference, readOwnPreference, writeOwnPreference } from './preferences.ts';
import { previewOperation } from './preview.ts';
import {
  changeRecord,
  createRecord,
  deleteRecord,
  exportRecord,
  putRecord,
  readRecord,
  readRecordHistory,
} from './records.ts';
import { rehearseTrigger } from './rehearse.ts';
import { listSamples } from './samples.ts';
import { UnitPath } from './schemas.ts';
import { listSecretsOperation, putSecret } from './secrets.ts';
import { readSession, signIn, signInSecondFactor, signOut } from './session.ts';
import { beginOidc, finishOidc } from './session-oidc.ts';
import { changeSettings, confirmCopy, readSettings } from './settings.ts';
import { readRecordStory } from './story.ts';
import { setUp } from './setup.ts';
import { readSystem } from './system.ts';
import { registerTime } from './time.ts';
import { changeToken, createToken, listTokensOperation, readTokenOperation, revokeTokenOperation } from './tokens.ts';
import { changeUser, createUser, disableUser, listUsersOperation, readUserOperation } from './users.ts';
import { listRecordTransitions } from './transitions.ts';
import { inviteUser, removeUserSecondFactor, unlinkUser } from './user-sign-in.ts';
import { cancelBrake, fireTrigger, listWatchedOperation, releaseBrake } from './triggers.ts';
import { listViewsInForce, readView } from './views.ts';
import { welcome } from './welcome.ts';

/** Every address, who may call it, and what it does. There is no other. */
export const routes: readonly Route[] = [
  route('GET', '/healthz', 'nobody', health),
  route('GET', '/readyz', 'nobody', ready),
  route('GET', '/metrics', 'operator-page', readMetrics),
  route(
    'GET',
    '/openapi.json',
    'visitor',
    readOpenapi(() => routes),
  ),
  route('GET', '/docs', 'nobody', readDocsPage),
  route('GET', '/docs/page.css', 'nobody', readDocsStyles),
  route('GET', '/docs/:script', 'nobody', readDocsScript),
  route('GET', '/problems/:code', 'nobody', readProblem),

  route('POST', '/rest/v1/:unit/time', { records: 'create', of: 'time' }, registerTime),
  route('GET', '/rest/v1/:unit/time', { records: 'read', of: 'time' }, ofEntity('time', readRecord)),
  route('PATCH', '/rest/v1/:unit/time', { records: 'change', of: 'time' }, ofEntity('time', changeRecord)),
  route('PUT', '/rest/v1/:unit/time', { records: 'upsert', of: 'time' }, ofEntity('time', putRecord)),
  route('DELETE', '/rest/v1/:unit/time', { records: 'delete', of: 'time' }, ofEntity('time', deleteRecord)),
  route('GET', '/rest/v1/:unit/views', 'reader', listViewsInForce),
  route('GET', '/rest/v1/:unit/views/:view', 'reader', readView),
  route('GET', '/rest/v1/:unit/:entity', { records: 'read' }, readRecord),
  route('POST', '/rest/v1/:unit/:entity', { records: 'create' }, createRecord),
  route('PATCH', '/rest/v1/:unit/:entity', { records: 'change' }, changeRecord),
  route('PUT', '/rest/v1/:unit/:entity', { records: 'upsert' }, putRecord),
  route('DELETE', '/rest/v1/:unit/:entity', { records: 'delete' }, deleteRecord),
  route('GET', '/rest/v1/:unit/:entity/history', { records: 'read' }, readRecordHistory),
  route('GET', '/rest/v1/:unit/:entity/transitions', { records: 'read' }, listRecordTransitions),
  route('POST', '/rest/v1/:unit/:entity/export', 'bookkeeper', exportRecord),

  route('GET', '/api/v1/session', 'visitor', readSession),
  route('POST', '/api/v1/session', 'page', signIn),
  route('DELETE', '/api/v1/session', 'page', signOut),
  route('POST', '/api/v1/session/second-factor', 'page', signInSecondFactor),
  route('GET', '/api/v1/session/oidc', 'nobody', beginOidc),
  route('GET', '/api/v1/session/oidc/callback', 'nobody', finishOidc),
  route('POST', '/api/v1/setup', 'page', setUp),
  route('POST', '/api/v1/welcome', 'page', welcome),

  route('GET', '/api/v1/me', 'anyone', readMe),
  route('POST', '/api/v1/me/password', 'session', changePassword),
  route('POST', '/api/v1/me/second-factor', 'session', proposeOwnSecondFactor),
  route('POST', '/api/v1/me/second-factor/confirm', 'session', confirmOwnSecondFactor),
  route('DELETE', '/api/v1/me/second-factor', 'session', removeOwnSecondFactor),
  route('GET', '/api/v1/me/sessions', 'session', listOwnSessions),
  route('DELETE', '/api/v1/me/sessions/:id', 'session', endOwnSession),
  route('GET', '/api/v1/me/preferences/:key', 'anyone', readOwnPreference),
  route('PUT', '/api/v1/me/preferences/:key', 'anyone', writeOwnPreference),
  route('DELETE', '/api/v1/me/preferences/:key', 'anyone', deleteOwnPreference),

  route('GET', '/api/v1/:unit/passes', { records: 'read', of: 'time' }, listPasses),
  route('POST', '/api/v1/:unit/passes/:id/assign', { records: 'change', of: 'time' }, assignPass),

  route('GET', '/api/v1/:unit/live', 'reader', liveOperation),
  route('GET', '/api/v1/:unit/overview', 'reader', readOverviewOperation),
  route('GET', '/api/v1/:unit/inbox', 'reader', readInboxOperation),
  route('GET', '/api/v1/:unit/records/:entity/:id/story', { records: 'read' }, readRecordStory),

  route('GET', '/api/v1/:unit/deliveries', 'reader', listDeliveriesOperation),
  route('GET', '/api/v1/:unit/deliveries/counts', 'reader', countDeliveriesOperation),
  route('GET', '/api/v1/:unit/deliveries/:id', 'reader', readDeliveryOperation),
  route('POST', '/api/v1/:unit/deliveries/resend', 'configurator', resendManyOperation),
  route('POST', '/api/v1/:unit/deliveries/:id/resend', 'bookkeeper', resendDeliveryOperation),
  route('POST', '/api/v1/:unit/deliveries/:id/cancel', 'bookkeeper', cancelDeliveryOperation),
  route('POST', '/api/v1/:unit/deliveries/:id/resolve', 'bookkeeper', resolveDeliveryOperation),
  route('POST', '/api/v1/:unit/deliveries/:id/result', 'reader', reportResultOperation),

  route('POST', '/api/v1/:unit/apply', 'configurator', applyFile),
  route('GET', '/api/v1/:unit/export', 'configurator', exportFile),
  route('POST', '/api/v1/:unit/preview', 'configurator', previewOperation),
  route('GET', '/api/v1/:unit/samples', 'configurator', listSamples),
  route('GET', '/api/v1/:unit/secrets', 'configurator', listSecretsOperation),
  route('PUT', '/api/v1/:unit/secrets/:name', 'configurator', putSecret),

  route('GET', '/api/v1/:unit/hooks', 'reader', listHooksOperation),
  route('POST', '/api/v1/:unit/hooks', 'reader', createHookOperation),
  route('POST', '/api/v1/:unit/hooks/clean-up', 'reader', cleanUpHooksOperation),
  route('POST', '/api/v1/:unit/hooks/listen', 'reader', listenOperation),
  route('POST', '/api/v1/:unit/hooks/:id/notices', 'reader', fetchNoticesOperation),
  route('GET', '/api/v1/:unit/hooks/:id', 'reader', readHookOperation),
  route('PATCH', '/api/v1/:unit/hooks/:id', 'reader', changeHookOperation),
  route('DELETE', '/api/v1/:unit/hooks/:id', 'reader', deleteHookOperation),
  route('POST', '/api/v1/:unit/hooks/:id/pause', 'reader', pauseHookOperation),
  route('POST', '/api/v1/:unit/hooks/:id/resume', 'reader', resumeHookOperation),
  route('POST', '/api/v1/:unit/hooks/:id/rotate', 'reader', rotateHookOperation),
  route('POST', '/api/v1/:unit/hooks/:id/test', 'reader', testHookOperation),
  route('GET', '/api/v1/:unit/hooks/:id/deliveries', 'reader', listHookDeliveries),
  route('POST', '/api/v1/:unit/hooks/:id/deliveries/:delivery/resend', 'reader', resendHookDelivery),
  route('POST', '/api/v1/:unit/hooks/:id/resend', 'reader', resendHookSince),
  route('GET', '/api/v1/:unit/hook-keys', 'nobody', listHookKeys),
  route('POST', '/api/v1/:unit/hook-keys/rotate', 'configurator', rotateHookKeys),
  route('GET', '/api/v1/:unit/events', 'reader', listEventsOperation),
  route('GET', '/api/v1/:unit/events/:event/samples', 'reader', sampleEventOperation),

  ...configuration('connections', 'Connection', 'connection', 'connections', 'Connections'),
  route('GET', '/api/v1/:unit/connections/:name/status', 'reader', readConnectionStatus),
  route('GET', '/api/v1/:unit/connections/:name/health', 'reader', readConnectionHealth),
  route('POST', '/api/v1/:unit/connections/:name/test', 'configurator', testConnectionOperation),
  route('POST', '/api/v1/:unit/connections/:name/pause', 'configurator', pauseConnection),
  route('POST', '/api/v1/:unit/connections/:name/resume', 'configurator', resumeConnection),

  ...configuration('definitions', 'Definition', 'definition', 'API definitions', 'Inbound'),
  route('POST', '/api/v1/:unit/definitions/:name/preview', 'configurator', previewDefinition),
  route('GET', '/api/v1/:unit/calls', 'configurator', listCallsOperation),
  route('GET', '/api/v1/:unit/calls/:id', 'configurator', readCallOperation),

  ...configuration('templates', 'Template', 'template', 'templates'),
  route('GET', '/api/v1/:unit/templates/:name/answers', 'configurator', listTemplateAnswers),
  route('GET', '/api/v1/:unit/templates/:name/golden', 'configurator', listGolden),
  route('POST', '/api/v1/:unit/templates/:name/golden/check', 'configurator', checkGolden),
  route('PUT', '/api/v1/:unit/templates/:name/golden/:id', 'configurator', putGolden),
  route('DELETE', '/api/v1/:unit/templates/:name/golden/:id', 'configurator', removeGolden),
  ...configuration('dictionaries', 'Dictionary', 'dictionary', 'dictionaries'),
  route('GET', '/api/v1/:unit/dictionaries/:name/coverage', 'configurator', readDictionaryCoverage),
  ...configuration('schemas', 'SchemaSet', 'schema set', 'XML schema sets'),
  ...configuration('groups', 'Group', 'group', 'groups', 'Configuration', { list: listGroups, read: readGroup }),

  ...configuration('triggers', 'Trigger', 'trigger', 'triggers'),
  route('POST', '/api/v1/:unit/triggers/:name/fire', 'configurator', fireTrigger),
  route('POST', '/api/v1/:unit/triggers/:name/rehearse', 'configurator', rehearseTrigger),
  route('GET', '/api/v1/:unit/triggers/:name/watched', 'configurator', listWatchedOperation),
  route('POST', '/api/v1/:unit/triggers/:name/release', 'configurator', releaseBrake),
  route('POST', '/api/v1/:unit/triggers/:name/cancel', 'configurator', cancelBrake),

  ...configuration(
    ...(['entities', 'Entity', 'entity', 'entities', 'Configuration'] as const),
    { list: listEntities, read: readEntity },
    'reader',
  ),
  route('GET', '/api/v1/:unit/entities/:name/fields', 'reader', readEntityFields),
  route('GET', '/api/v1/:unit/entities/:name/options', 'reader', listEntityOptions),
  ...configuration('views', 'View', 'view', 'own views'),

  route('GET', '/api/v1/:unit/users', { records: 'read', of: 'users' }, listUsersOperation),
  route('POST', '/api/v1/:unit/users', { records: 'create', of: 'users' }, createUser),
  route('GET', '/api/v1/:unit/users/:id', { records: 'read', of: 'users' }, readUserOperation),
  route('PATCH', '/api/v1/:unit/users/:id', { records: 'change', of: 'users' }, changeUser),
  route('POST', '/api/v1/:unit/users/:id/disable', { records: 'change', of: 'users' }, disableUser),
  route('POST', '/api/v1/:unit/users/:id/invitation', 'administrator', inviteUser),
  route('DELETE', '/api/v1/:unit/users/:id/second-factor', 'administrator', removeUserSecondFactor),
  route('DELETE', '/api/v1/:unit/users/:id/identity', 'administrator', unlinkUser),
  route('GET', '/api/v1/:unit/tokens', 'configurator', listTokensOperation),
  route('POST', '/api/v1/:unit/tokens', 'configurator', createToken),
  route('GET', '/api/v1/:unit/tokens/:id', 'configurator', readTokenOperation),
  route('PATCH', '/api/v1/:unit/tokens/:id', 'configurator', changeToken),
  route('DELETE', '/api/v1/:unit/tokens/:id', 'configurator', revokeTokenOperation),
  route('GET', '/api/v1/:unit/audit', 'configurator', listAuditOperation),

  route('GET', '/api/v1/:unit/alerts', 'reader', listAlertsOperation),
  route('POST', '/api/v1/:unit/alerts/resolve', 'bookkeeper', resolveAlert),
  route('GET', '/api/v1/:unit/jobs', 'configurator', listJobsOperation),
  route('GET', '/api/v1/:unit/jobs/:id', 'configurator', readJobOperation),
  route('POST', '/api/v1/:unit/jobs/:id/cancel', 'configurator', cancelJobOperation),
  route('GET', '/api/v1/:unit/system', 'administrator', readSystem),
  route('GET', '/api/v1/:unit/settings', 'reader', readSettings),
  route('PATCH', '/api/v1/:unit/settings', 'administrator', changeSettings),
  route('POST', '/api/v1/:unit/settings/confirm-copy', 'administrator', confirmCopy),
];

function route(method: Method, path: string, need: Need, operation: Operation): Route {
  return { method, path, need, operation };
}

/** An operation on the records of one entity, which has an address of its own for what only it has. */
function ofEntity(entity: string, { params: _params, ...general }: Operation): Operation {
  return {
    ...general,
    id: `${general.id}Of${entity.charAt(0).toUpperCase()}${entity.slice(1)}`,
    tag: 'Attendance',
    summary: general.summary.replace(/\.$/, ` (${entity}).`),
    params: UnitPath,
    handle: (call) => general.handle({ ...call, params: { ...call.params, entity } }),
  };
}

/** List, read, create, replace, delete, versions and the way back to one: the same addresses for every kind of configuration. */
function configuration(
  kind: Parameters<typeof configurationOperations>[0]['kind'],
  type: string,
  one: string,
  many: string,
  tag = 'Configuration',
  own: Partial<ReturnType<typeof configurationOperations>> = {},
  seenBy: Need = 'configurator',
): Route[] {
  const usual = configurationOperations({ kind, type, one, many, tag });
  const { list, read, create, put, remove, versions, version, restore } = { ...usual, ...own };
  const path = `/api/v1/:unit/${kind}`;
  return [
    route('GET', path, seenBy, list),
    route('POST', path, 'configurator', create),
    route('GET', `${path}/:name`, seenBy, read),
    route('PUT', `${path}/:name`, 'configurator', put),
    route('DELETE', `${path}/:name`, 'configurator', remove),
    route('GET', `${path}/:name/versions`, 'configurator', versions),
    route('GET', `${path}/:name/versions/:version`, 'configurator', version),
    route('POST', `${path}/:name/versions/:version/restore`, 'configurator', restore),
  ];
}
