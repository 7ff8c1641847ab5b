export type { Operations, Schemas } from './api-types.ts';
export {
  bridge,
  type Bridge,
  type BridgeOptions,
  type Handled,
  type Incoming,
  type Outgoing,
  type Told,
} from './bridge.ts';
export {
  ConflictError,
  ForbiddenError,
  GangwayError,
  InvalidError,
  NotFoundError,
  type Problem,
  ProblemError,
  type ProblemFault,
  TooManyRequestsError,
  UnreachableError,
  WebhookVerificationError,
} from './errors.ts';
export {
  type Call,
  type Delivery,
  type DeliveryResult,
  type DeliveryWithAttempts,
  type Fields,
  Gangway,
  type GangwayRecord,
  type Hook,
  type HookFields,
  type HookWithSecret,
  type RecordKey,
  type ViewQuery,
} from './gangway.ts';
export { memorySeen, type Seen } from './seen.ts';
export type { CallOptions, GangwayOptions, Query } from './transport.ts';
export { type Notice, type VerifyOptions, verifyWebhook, type WebhookHeaders } from './verify-webhook.ts';
