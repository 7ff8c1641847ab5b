/** Headers that many addresses read or answer, each told once. */
export const sharedComponents = {
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'A text of your own for this request, such as a UUID. With it the request is done once, however often it is sent within 24 hours: repeats are answered as the first one was. The same key with another request is refused.',
      schema: { type: 'string', minLength: 1, maxLength: 257 },
      example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: false,
      description:
        'The revision that the record must still have, as its `ETag` says it. Refused with `/problems/revision-conflict` when somebody else has changed it meanwhile.',
      schema: { type: 'string' },
      example: '"3"',
    },
  },
  headers: {
    'Idempotent-Replayed': {
      description: '`true`: nothing was done, this was answered to the same Idempotency-Key before.',
      schema: { type: 'string', const: 'true' },
      example: 'true',
    },
    'Retry-After': {
      description: 'In how many seconds the call may come again.',
      schema: { type: 'string', pattern: '^\\d+$' },
      example: '5',
    },
    'WWW-Authenticate': {
      description: 'Names the scheme of authentication.',
      schema: { type: 'string' },
      example: 'Bearer realm="Gangway"',
    },
  },
} as const;
