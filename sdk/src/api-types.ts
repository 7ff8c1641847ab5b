// Generated from openapi.json by `npm run generate`; not edited by hand.

export interface Schemas {
  readonly Applied: {
    readonly "changes": readonly ({
      readonly "kind": string;
      readonly "name": string;
      /** created, updated, unchanged or removed. */
      readonly "change": string;
      readonly "differences": readonly ({
        readonly "path": string;
        readonly "before"?: unknown;
        readonly "after"?: unknown;
      })[];
    })[];
    /** Names of the secrets that were given. */
    readonly "secrets": readonly (string)[];
    /** What is missing before messages can go out. */
    readonly "warnings": readonly (string)[];
  };
  readonly Authentication: {
    readonly "kind": "none";
  } | {
    readonly "kind": "basic";
    readonly "username": string;
    readonly "password": string;
    /** Another header than Authorization: Pohoda reads STW-Authorization. */
    readonly "header"?: string;
  } | {
    readonly "kind": "bearer";
    readonly "token": string;
  } | {
    readonly "kind": "apiKey";
    readonly "in": "header" | "query";
    readonly "name": string;
    readonly "value": string;
  } | {
    readonly "kind": "header";
    readonly "name": string;
    readonly "value": string;
  } | {
    readonly "kind": "oauth2";
    readonly "tokenUrl": string;
    readonly "clientId": string;
    readonly "clientSecret": string;
    readonly "scope"?: string;
    readonly "audience"?: string;
    /** Whether client id and secret travel in the Authorization header or in the body of the token request. */
    readonly "clientAuthentication"?: "basic" | "body";
  } | {
    readonly "kind": "hmac";
    readonly "secret": string;
    readonly "secretEncoding"?: "text" | "base64" | "hex";
    readonly "algorithm"?: "sha256" | "sha512";
    readonly "header"?: string;
    readonly "encoding"?: "hex" | "base64";
    /** Stands before the signature, such as "sha256=". */
    readonly "prefix"?: string;
    /** A header that carries the time of sending in seconds since 1970; the signature then covers "{timestamp}.{body}" instead of the body alone. */
    readonly "timestampHeader"?: string;
  } | {
    readonly "kind": "clientCertificate";
    /** PEM; the chain may follow. */
    readonly "certificate": string;
    /** PEM, as a rule "{{secret:name}}". */
    readonly "key": string;
    readonly "passphrase"?: string;
  };
  readonly ApiDefinition: {
    readonly "name": string;
    readonly "title"?: string;
    /** Markdown, for those who call: it stands in the OpenAPI document. */
    readonly "description"?: string;
    /** Below /in/{unit}. {name} stands for one part and is `path.name` in the templates. */
    readonly "path": string;
    /** Default: POST. */
    readonly "methods"?: readonly ("GET" | "POST" | "PUT" | "PATCH" | "DELETE")[];
    /** test: every call is read, tried and answered, and nothing is written. */
    readonly "mode"?: "off" | "test" | "live";
    /** Default: json. */
    readonly "formats"?: readonly ("json" | "xml" | "csv" | "form")[];
    /** Further content types and the format that they stand for. */
    readonly "contentTypes"?: Readonly<Record<string, "json" | "xml" | "csv" | "form">>;
    /** Of bodies that name none themselves, by Content-Type, XML declaration or byte order mark. */
    readonly "charset"?: string;
    readonly "csv"?: {
      /** Default: what the first line has most of: ; , or tab. */
      readonly "delimiter"?: string;
      /** Whether the first line names the columns. */
      readonly "header"?: boolean;
    };
    /** Bytes of a body at most; never more than GANGWAY_BODY_LIMIT. */
    readonly "bodyLimit"?: number;
    readonly "authentication": {
      readonly "kind": "token";
    } | {
      readonly "kind": "hmac";
      readonly "secret": string;
      readonly "secretEncoding"?: "text" | "base64" | "hex";
      readonly "algorithm"?: "sha256" | "sha512";
      readonly "header"?: string;
      readonly "encoding"?: "hex" | "base64";
      /** Stands before the signature, such as "sha256=". */
      readonly "prefix"?: string;
      /** The time of sending: seconds or milliseconds since 1970, or ISO 8601. */
      readonly "timestampHeader"?: string;
      /** What is signed, of {timestamp}, {body}, {method} and {path}; the first two must be in it. */
      readonly "content"?: string;
      /** How far the time of sending may be off. */
      readonly "tolerance"?: string;
    } | {
      readonly "kind": "basic";
      readonly "username": string;
      readonly "password": string;
    };
    readonly "ipRanges"?: readonly (string)[];
    /** The login of the user whose rights count and in whose name records are changed. Needed for hmac and basic; with token only tokens of this user are good. */
    readonly "user"?: string;
    /** An expression: the caller's own id of the message. A message that was accepted changes nothing a second time. */
    readonly "repeat"?: string;
    /** A JSON template that makes { outcome, messages, write } of the message. */
    readonly "read": string;
    readonly "answer"?: {
      readonly "accepted"?: {
        readonly "status"?: number;
        readonly "format": "json" | "xml" | "text";
        /** Instead of the usual one of the format; never HTML. */
        readonly "contentType"?: string;
        readonly "charset"?: string;
        readonly "headers"?: Readonly<Record<string, string>>;
        readonly "body": string;
      };
      readonly "refused"?: {
        readonly "status"?: number;
        readonly "format": "json" | "xml" | "text";
        /** Instead of the usual one of the format; never HTML. */
        readonly "contentType"?: string;
        readonly "charset"?: string;
        readonly "headers"?: Readonly<Record<string, string>>;
        readonly "body": string;
      };
    };
    readonly "samples"?: readonly ({
      readonly "name": string;
      readonly "method"?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
      /** Below /in/{unit}, with its query; needed where the path of the definition has parameters. */
      readonly "path"?: string;
      /** Default: that of the first of `formats`. */
      readonly "contentType"?: string;
      readonly "headers"?: Readonly<Record<string, string>>;
      readonly "body"?: string;
      /** refused: `read` must refuse it. */
      readonly "expect"?: "accepted" | "refused";
    })[];
  };
  readonly Connection: {
    readonly "name": string;
    readonly "title"?: string;
    readonly "url": string;
    readonly "method"?: string;
    readonly "headers"?: Readonly<Record<string, string>>;
    readonly "query"?: Readonly<Record<string, string>>;
    readonly "authentication"?: Schemas["Authentication"];
    readonly "concurrency"?: number;
    readonly "ratePerSecond"?: number;
    readonly "timeout"?: string;
    readonly "retry"?: {
      /** Offsets from the first attempt, the first is 0s. */
      readonly "at": readonly (string)[];
      readonly "within"?: string;
    };
    readonly "charset"?: string;
    /** Compress request bodies. */
    readonly "gzip"?: boolean;
    /** Only administrators set it. */
    readonly "proxy"?: string;
    /** PEM certificates of an own authority, beside the public ones. */
    readonly "ca"?: string;
    /** Private addresses (host:port) that this connection may call; only administrators set it. */
    readonly "allow"?: readonly (string)[];
    readonly "constants"?: Readonly<Record<string, unknown>>;
    /** unsafe: the counterparty cannot recognise a repeat, so nothing that may have arrived is ever sent again blindly. */
    readonly "repeats"?: "safe" | "unsafe";
    readonly "answer"?: {
      readonly "later": true;
      readonly "within": string;
    };
    /** record: a record's messages go one after the other, in the order of its changes. */
    readonly "order"?: "record" | "none";
    /** Lanes over which the records are spread, where one process is not enough. */
    readonly "shards"?: number;
  };
  readonly ConnectionStatus: {
    readonly "name": string;
    readonly "paused": boolean;
    readonly "pausedAt": string | null;
    readonly "pausedBy": string | null;
    readonly "pausedReason": string | null;
    /** false: its breaker is open; it is asked again by itself. */
    readonly "available": boolean;
    readonly "unavailableReason": string | null;
    readonly "failingSince": string | null;
  };
  readonly Deliver: {
    /** Where the message goes; or name a hook. */
    readonly "connection"?: string;
    /** A hook of the configuration, instead of a connection: it gets a signed notice, no message of a template. */
    readonly "hook"?: string;
    readonly "template"?: string;
    /** once (the default for documents): not when the record was delivered to this connection or is on its way. */
    readonly "repeat"?: "once" | "always";
    /** The property that shows the delivery’s fate, set together with it. */
    readonly "mark"?: {
      readonly "property": string;
      readonly "delivered"?: unknown;
      readonly "failed"?: unknown;
    };
    /** latest: the record is read at the first attempt instead of the event, then frozen. */
    readonly "payload"?: "event" | "latest";
    /** A newer delivery of this trigger, record and connection replaces one that still waits. */
    readonly "supersede"?: boolean;
  };
  readonly Delivery: {
    readonly "id": string;
    /** queued, sending, waiting, held, awaiting, delivered, refused, failed, unknown, cancelled or superseded. */
    readonly "state": string;
    readonly "heldBy": string | null;
    readonly "reason": string | null;
    readonly "connection": string | null;
    readonly "trigger": string | null;
    readonly "template": string | null;
    readonly "hookId": string | null;
    readonly "event": string | null;
    readonly "entity": string;
    readonly "recordId": number | null;
    readonly "registration": string | null;
    readonly "eventId": string;
    readonly "createdAt": string;
    readonly "nextAttemptAt": string | null;
    readonly "deadlineAt": string;
    readonly "finishedAt": string | null;
    /** Attempts that count against the schedule. */
    readonly "attemptCount": number;
    readonly "resendOf": string | null;
    readonly "resentAs": string | null;
  };
  readonly DeliveryWithAttempts: {
    readonly "id": string;
    /** queued, sending, waiting, held, awaiting, delivered, refused, failed, unknown, cancelled or superseded. */
    readonly "state": string;
    readonly "heldBy": string | null;
    readonly "reason": string | null;
    readonly "connection": string | null;
    readonly "trigger": string | null;
    readonly "template": string | null;
    readonly "hookId": string | null;
    readonly "event": string | null;
    readonly "entity": string;
    readonly "recordId": number | null;
    readonly "registration": string | null;
    readonly "eventId": string;
    readonly "createdAt": string;
    readonly "nextAttemptAt": string | null;
    readonly "deadlineAt": string;
    readonly "finishedAt": string | null;
    /** Attempts that count against the schedule. */
    readonly "attemptCount": number;
    readonly "resendOf": string | null;
    readonly "resentAs": string | null;
    readonly "cause": {
      readonly "at": string;
      readonly "kind": string;
      readonly "names": readonly (string)[];
      readonly "userId": number | null;
      readonly "userName": string;
      /** api, console, import, write-back, schedule or system. */
      readonly "origin": string;
    } | null;
    readonly "attempts": readonly ({
      readonly "number": number;
      /** Whether it counts against the schedule. */
      readonly "counted": boolean;
      readonly "startedAt": string;
      readonly "durationMs": number;
      readonly "outcome": string;
      readonly "reason": string;
      readonly "request": Readonly<Record<string, unknown>> | null;
      readonly "response": Readonly<Record<string, unknown>> | null;
      readonly "timing": Readonly<Record<string, unknown>> | null;
      readonly "messages": readonly (unknown)[];
    })[];
  };
  readonly Dictionary: {
    readonly "name": string;
    readonly "title"?: string;
    readonly "entries": Readonly<Record<string, string>>;
  };
  readonly Entity: {
    readonly "name": string;
  } & Readonly<Record<string, unknown>>;
  readonly Group: {
    readonly "name": string;
    readonly "description"?: string;
    /** Entity to what its members may do with its records: read, create, change, delete, transition. * stands for every entity that is not named beside it. Without it the groups of a new unit keep the rights that they begin with, and others give none. */
    readonly "rights"?: Readonly<Record<string, readonly ("read" | "create" | "change" | "delete" | "transition")[]>>;
  };
  readonly Hook: {
    readonly "name": string;
    /** Where the notices go. */
    readonly "targetUrl": string;
    /** GET /api/v1/{unit}/events lists them. */
    readonly "event"?: string;
    readonly "title"?: string;
    /** A condition in the template language; without it every such event is told. */
    readonly "filter"?: string;
    /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
    readonly "payload"?: "thin" | "full";
    /** Sent with every notice, such as a static secret. Their values are never shown again. */
    readonly "headers"?: Readonly<Record<string, string>>;
    /** whsec_ and base64; one is made where it is left out. */
    readonly "secret"?: string;
    readonly "ratePerSecond"?: number;
    readonly "concurrency"?: number;
    readonly "timeout"?: string;
    /** Default: 15 attempts within 8 days. */
    readonly "retry"?: {
      /** Offsets from the first attempt, from 0s. */
      readonly "at": readonly (string)[];
      readonly "within"?: string;
    };
    /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
    readonly "answer"?: {
      readonly "later": true;
      readonly "within": string;
    };
    /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
    readonly "writeBacks"?: boolean;
    /** Tells of imports and restores, too. */
    readonly "imports"?: boolean;
  };
  readonly IntegrationFile: {
    readonly "entities"?: readonly (Schemas["Entity"])[];
    readonly "groups"?: readonly (Schemas["Group"])[];
    readonly "views"?: readonly (Schemas["View"])[];
    readonly "connections"?: readonly (Schemas["Connection"])[];
    readonly "dictionaries"?: readonly (Schemas["Dictionary"])[];
    readonly "schemas"?: readonly (Schemas["SchemaSet"])[];
    readonly "templates"?: readonly (Schemas["Template"])[];
    readonly "triggers"?: readonly (Schemas["Trigger"])[];
    readonly "definitions"?: readonly (Schemas["ApiDefinition"])[];
    readonly "hooks"?: readonly (Schemas["Hook"])[];
  };
  readonly Job: {
    readonly "id": string;
    readonly "kind": string;
    /** queued, running, done, failed or cancelled. */
    readonly "state": string;
    /** How far it is. */
    readonly "progress": Readonly<Record<string, unknown>>;
    readonly "createdAt": string;
    readonly "createdBy": string;
    readonly "finishedAt": string | null;
  };
  readonly Problem: {
    /** Stable; the address explains the kind. */
    readonly "type": string;
    /** The kind in a few words. */
    readonly "title": string;
    readonly "status": number;
    /** A sentence that says what to do. */
    readonly "detail": string;
    /** The path that was asked for. */
    readonly "instance": string;
    /** Every fault with its place. */
    readonly "errors": readonly ({
      /** A sentence that says what to do. */
      readonly "message": string;
      /** The field. */
      readonly "path"?: string;
      /** The line in a template or body. */
      readonly "line"?: number;
      /** The column in that line. */
      readonly "column"?: number;
    })[];
  };
  readonly Record: {
    readonly "id": number;
    readonly "registration": string;
    /** Grows with each change; hand it in as If-Match to be sure of what you change. */
    readonly "revision": number;
    readonly "createdAt": string;
    readonly "updatedAt": string;
  } & Readonly<Record<string, unknown>>;
  readonly SchemaSet: {
    readonly "name": string;
    readonly "files": Readonly<Record<string, string>>;
  };
  readonly Session: {
    /** `setup`: nobody has set up the console yet. `second-factor`: the password was right, a code is still asked for. */
    readonly "state": "setup" | "signed-out" | "second-factor" | "signed-in";
    /** What the header `Gangway-Csrf` must be with the cookie that came, or that this answer sets. */
    readonly "csrf": string;
    /** Passwords are taken. */
    readonly "password": boolean;
    readonly "oidc": {
      /** What the button says. */
      readonly "name": string;
      readonly "startUrl": string;
    } | null;
    readonly "me": {
      /** The id of the user. */
      readonly "id": number;
      readonly "name": string;
      readonly "login": string;
      readonly "email": string | null;
      /** The name of the unit. */
      readonly "organisation": string;
      readonly "unit": number;
      readonly "units": readonly ({
        readonly "id": number;
        readonly "name": string;
      })[];
      readonly "groups": readonly (string)[];
      readonly "administrator": boolean;
      /** By entity; `*` stands for those that are not named. */
      readonly "rights": Readonly<Record<string, readonly ("read" | "create" | "change" | "delete" | "transition")[]>>;
      /** A second factor is asked for after the password. */
      readonly "secondFactor": boolean;
      readonly "passwordSetAt": string | null;
    } | null;
    readonly "version": string;
    /** This database is a copy: nothing is sent before a person confirms it. */
    readonly "copyPaused": boolean;
  };
  readonly Settings: {
    readonly "unit": {
      readonly "id": number;
      readonly "name": string;
      readonly "zone": string;
      readonly "locale": string;
    };
    readonly "installation": {
      readonly "id": string;
      readonly "version": string;
      readonly "createdAt": string;
      readonly "copiedFrom": string | null;
    };
  };
  readonly Template: {
    readonly "name": string;
    readonly "title"?: string;
    /** Whose fields the template names; only needed where no trigger uses it yet. */
    readonly "entity"?: string;
    readonly "format": "json" | "xml" | "csv" | "fixed" | "form" | "text";
    readonly "charset"?: string;
    readonly "request"?: {
      readonly "method"?: string;
      /** Joined to the connection's URL; an absolute one is refused. */
      readonly "url"?: string;
      readonly "headers"?: Readonly<Record<string, string>>;
      readonly "query"?: Readonly<Record<string, string>>;
    };
    /** The source of the body; without one the request has none. */
    readonly "body"?: string;
    /** The response template, a JSON template. */
    readonly "response"?: string;
    /** Statuses of 500 and above that the response template decides too (SOAP answers a refusal with 500). */
    readonly "responseStatuses"?: readonly (number)[];
    /** set/file.xsd: the message is checked before it is sent. */
    readonly "schema"?: string;
  };
  readonly Trigger: {
    readonly "name": string;
    readonly "title"?: string;
    /** Needed by every trigger but one with a schedule and no record. */
    readonly "entity"?: string;
    readonly "on"?: readonly ("created" | "updated" | "deleted" | "requested" | "interval" | {
      readonly "status": string;
    } | {
      readonly "property": string;
      readonly "is"?: unknown;
    })[];
    /** A condition in the template language. */
    readonly "when"?: string;
    /** Fires at these times: for each record of the entity that meets the condition, or once where there is no entity. */
    readonly "schedule"?: {
      readonly "cron": string;
      readonly "zone"?: string;
    };
    readonly "deliver"?: readonly (Schemas["Deliver"])[];
    /** Gives the event this name, for which hooks can ask. */
    readonly "emit"?: string;
    readonly "mode"?: "off" | "watch" | "live";
    /** Records created before this date never fire. */
    readonly "from"?: string;
    /** More deliveries than that within an hour are held, and a person is asked. */
    readonly "brake"?: number;
    /** Fires for changes written by answers too; without it they are ignored, so nothing loops. */
    readonly "writeBacks"?: boolean;
    /** Fires for imports and restores too. */
    readonly "imports"?: boolean;
  };
  readonly View: {
    /** Stands in the address. */
    readonly "name": string;
    readonly "title"?: string;
    readonly "description"?: string;
    /** Whose records: an entity of the unit, or units, groups, brands, intervals. */
    readonly "entity": string;
    /** Only these types; INVOICE.SALES.* stands for all that begin so. */
    readonly "types"?: readonly (string)[];
    /** Only rows that fit, in the language of externalFilter. */
    readonly "filter"?: string;
    /** What a row shows unless the call names columns of its own. */
    readonly "columns": readonly (string)[];
    /** Which properties are shown in the column `properties`; all unless said. */
    readonly "properties"?: readonly (string)[];
    /** The order unless the call asks for another; by id unless said. */
    readonly "sort"?: string;
    /** Rows of a page unless the call says; 1000. */
    readonly "limit"?: number;
  };
  readonly ViewPage: {
    readonly "metadata": {
      /** The rows on this page. */
      readonly "count": number;
      /** How many there may be on a page. */
      readonly "limit": number;
      readonly "nextOffset": number | null;
      readonly "nextCursor": string | null;
    };
    readonly "data": readonly (Readonly<Record<string, unknown>>)[];
  };
}

export interface Operations {
  /** Says that the process is alive. */
  readonly readHealth: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "status": "ok";
    };
  };
  /** Says that the database answers, and how far sending lags behind. */
  readonly readReadiness: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "status": "ready";
      readonly "lagMs": number;
      readonly "roles": readonly (string)[];
      readonly "version": string;
    };
  };
  /** Gives the figures of this process and of the queue, for Prometheus. */
  readonly readMetrics: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Gives this document: every address, in OpenAPI 3.1. */
  readonly readOpenapi: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Readonly<Record<string, unknown>>;
  };
  /** Shows this document as a page for people. */
  readonly readDocsPage: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Gives the styles of that page. */
  readonly readDocsStyles: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Gives a script of that page. */
  readonly readDocsScript: {
    readonly path: { readonly "script": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Explains a kind of problem. */
  readonly readProblem: {
    readonly path: { readonly "code": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "type": string;
      readonly "status": number;
      readonly "title": string;
      /** When it is answered. */
      readonly "meaning": string;
      /** What to do about it. */
      readonly "remedy": string;
      /** How it may look. */
      readonly "problem": {
        /** Stable; the address explains the kind. */
        readonly "type": string;
        /** The kind in a few words. */
        readonly "title": string;
        readonly "status": number;
        /** A sentence that says what to do. */
        readonly "detail": string;
        /** The path that was asked for. */
        readonly "instance": string;
        /** Every fault with its place. */
        readonly "errors": readonly ({
          /** A sentence that says what to do. */
          readonly "message": string;
          /** The field. */
          readonly "path"?: string;
          /** The line in a template or body. */
          readonly "line"?: number;
          /** The column in that line. */
          readonly "column"?: number;
        })[];
      };
    };
  };
  /** Registers a pass, an absence or a time track. */
  readonly registerTime: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "type": "ATTENDANCE";
      /** The id of the user. */
      readonly "userId"?: number;
      readonly "email"?: string;
      readonly "badge"?: string;
      readonly "personalNumber"?: string;
      /** Without it: in when the user was out, out when in. */
      readonly "direction"?: "IN" | "OUT";
      /** The moment of the pass, with its zone. */
      readonly "at": string;
      /** Without it the user of the token. */
      readonly "device"?: string;
      /** The device’s own id of this event. */
      readonly "eventId"?: string;
      readonly "note"?: string;
    } | {
      readonly "type": "ABSENCE";
      /** The id of the user. */
      readonly "userId"?: number;
      readonly "email"?: string;
      readonly "badge"?: string;
      readonly "personalNumber"?: string;
      /** A date, or a moment with its zone. */
      readonly "from": string;
      /** A date includes its whole day. */
      readonly "to"?: string;
      readonly "hours"?: string;
      readonly "kind"?: string;
      /** Without it the user of the token. */
      readonly "device"?: string;
      /** The device’s own id of this event. */
      readonly "eventId"?: string;
      readonly "note"?: string;
    } | {
      readonly "type": "TRACK";
      /** The id of the user. */
      readonly "userId"?: number;
      readonly "email"?: string;
      readonly "badge"?: string;
      readonly "personalNumber"?: string;
      /** A date, or a moment with its zone. */
      readonly "from": string;
      /** A date includes its whole day. */
      readonly "to"?: string;
      readonly "hours"?: string;
      readonly "jobId"?: number;
      readonly "taskId"?: number;
      /** Without it the user of the token. */
      readonly "device"?: string;
      /** The device’s own id of this event. */
      readonly "eventId"?: string;
      readonly "note"?: string;
    } | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: readonly ({
      readonly "status": number;
    } & Readonly<Record<string, unknown>>)[] | {
      readonly "id": number;
      readonly "registration": string;
      readonly "state": "accepted" | "unassigned";
      readonly "createdAt": string;
    } & Readonly<Record<string, unknown>>;
  };
  /** Reads one record by its id or registration (time). */
  readonly readRecordOfTime: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Record"];
  };
  /** Changes the named fields of a record (time). */
  readonly changeRecordOfTime: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: Readonly<Record<string, unknown>> | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: Schemas["Record"] | readonly ({
      /** What the call with this item alone would have had. */
      readonly "status": number;
      /** The record as it is now. */
      readonly "record"?: Readonly<Record<string, unknown>>;
      readonly "problem"?: Schemas["Problem"];
    })[];
  };
  /** Creates the record of this registration, or changes it where it is there (time). */
  readonly putRecordOfTime: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "registration"?: string };
    readonly body: Readonly<Record<string, unknown>> | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: Schemas["Record"] | readonly ({
      /** What the call with this item alone would have had. */
      readonly "status": number;
      /** The record as it is now. */
      readonly "record"?: Readonly<Record<string, unknown>>;
      readonly "problem"?: Schemas["Problem"];
    })[] | Schemas["Record"];
  };
  /** Deletes a record (time). */
  readonly deleteRecordOfTime: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Record"];
  };
  /** Lists the views that the caller may read, the built-in ones and the unit’s own. */
  readonly listViewsInForce: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "name": string;
        readonly "title": string;
        readonly "description"?: string;
        readonly "entity": string;
        /** What a row has unless the call says otherwise. */
        readonly "columns": readonly (string)[];
        /** What else `columns`, `externalFilter` and `sort` may name. */
        readonly "fields": readonly (string)[];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a page of a view. */
  readonly readViewPage: {
    readonly path: { readonly "unit": number; readonly "view": string };
    readonly query: { readonly "columns"?: string; readonly "properties"?: string; readonly "externalFilter"?: string; readonly "limit"?: number; readonly "offset"?: number; readonly "cursor"?: string; readonly "sort"?: string; readonly "updatedSince"?: string };
    readonly body: undefined;
    readonly answer: Schemas["ViewPage"];
  };
  /** Reads one record by its id or registration. */
  readonly readRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Record"];
  };
  /** Creates a record. */
  readonly createRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: Record<string, never>;
    readonly body: Readonly<Record<string, unknown>> | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: readonly ({
      /** What the call with this item alone would have had. */
      readonly "status": number;
      /** The record as it is now. */
      readonly "record"?: Readonly<Record<string, unknown>>;
      readonly "problem"?: Schemas["Problem"];
    })[] | Schemas["Record"];
  };
  /** Changes the named fields of a record. */
  readonly changeRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: Readonly<Record<string, unknown>> | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: Schemas["Record"] | readonly ({
      /** What the call with this item alone would have had. */
      readonly "status": number;
      /** The record as it is now. */
      readonly "record"?: Readonly<Record<string, unknown>>;
      readonly "problem"?: Schemas["Problem"];
    })[];
  };
  /** Creates the record of this registration, or changes it where it is there. */
  readonly putRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "registration"?: string };
    readonly body: Readonly<Record<string, unknown>> | readonly (Readonly<Record<string, unknown>>)[];
    readonly answer: Schemas["Record"] | readonly ({
      /** What the call with this item alone would have had. */
      readonly "status": number;
      /** The record as it is now. */
      readonly "record"?: Readonly<Record<string, unknown>>;
      readonly "problem"?: Schemas["Problem"];
    })[] | Schemas["Record"];
  };
  /** Deletes a record. */
  readonly deleteRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Record"];
  };
  /** Lists every change of a record, the newest first: who, what, when and from where. */
  readonly readRecordHistory: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string; readonly "limit"?: number; readonly "cursor"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "at": string;
        readonly "kind": string;
        readonly "names": readonly (string)[];
        readonly "revision": number | null;
        readonly "userId": number | null;
        readonly "userName": string;
        /** api, console, import, write-back, schedule or system. */
        readonly "origin": string;
        /** Field path to [before, after]. */
        readonly "changes": Readonly<Record<string, unknown>>;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Says where the status of a record can go, and whether you may send it there. */
  readonly listRecordTransitions: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "status": string | null;
      readonly "waitingFor": string | null;
      readonly "transitions": readonly ({
        readonly "to": string;
        /** Whether you may make it now. */
        readonly "allowed": boolean;
        readonly "step": {
          readonly "number": number;
          readonly "of": number;
        } | null;
        readonly "sentence": string | null;
      })[];
    };
  };
  /** Asks that a record is sent to its counterparties. */
  readonly exportRecord: {
    readonly path: { readonly "unit": number; readonly "entity": string };
    readonly query: { readonly "id"?: number; readonly "registration"?: string };
    readonly body: {
      readonly "trigger"?: string;
      readonly "connection"?: string;
      /** Send it although it was delivered before. */
      readonly "repeat"?: boolean;
    };
    readonly answer: {
      readonly "deliveries": readonly ({
        readonly "id": string;
        readonly "state": string;
        readonly "connection": string;
      })[];
    };
  };
  /** Says who is signed in, and how one can sign in. */
  readonly readSession: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Session"];
  };
  /** Signs in with login (or e-mail address) and password. */
  readonly signIn: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      readonly "login": string;
      readonly "password": string;
    };
    readonly answer: Schemas["Session"];
  };
  /** Signs out: the session is good for nothing from now on, in every process. */
  readonly signOut: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Session"];
  };
  /** Gives the code of the second factor. */
  readonly signInSecondFactor: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      readonly "code": string;
    };
    readonly answer: Schemas["Session"];
  };
  /** Sends the browser to the OpenID Connect provider. */
  readonly beginOidc: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Takes the browser back from the provider, and signs in. */
  readonly finishOidc: {
    readonly path: Record<string, never>;
    readonly query: { readonly "code"?: string; readonly "state"?: string };
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Sets up the console: names the organisation, gives the first administrator a name and a password, and signs in. */
  readonly setUp: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      /** What the server has printed at its last start. Small letters and missing hyphens are taken too. */
      readonly "code": string;
      readonly "organisation": string;
      readonly "firstName": string;
      readonly "lastName": string;
      readonly "login": string;
      readonly "email": string;
      /** 12 characters or more; not the login, and none of those that are tried first. */
      readonly "password": string;
    };
    readonly answer: Schemas["Session"];
  };
  /** Sets a password by a one-time link, and signs in. */
  readonly welcome: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      /** What stands behind # in the link. */
      readonly "code": string;
      /** 12 characters or more; not the login, and none of those that are tried first. */
      readonly "password": string;
    };
    readonly answer: Schemas["Session"];
  };
  /** Says whose token this is. */
  readonly readMe: {
    readonly path: Record<string, never>;
    readonly query: { readonly "unit"?: number };
    readonly body: undefined;
    readonly answer: {
      /** The id of the user. */
      readonly "id": number;
      readonly "name": string;
      /** The name of the unit. */
      readonly "organisation": string;
      readonly "unit": number;
      readonly "units": readonly ({
        readonly "id": number;
        readonly "name": string;
      })[];
      /** The groups of the user. */
      readonly "scopes": readonly (string)[];
      readonly "apiVersion": string;
    };
  };
  /** Gives oneself a new password. */
  readonly changeOwnPassword: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      readonly "current": string;
      /** 12 characters or more; not the login, and none of those that are tried first. */
      readonly "password": string;
    };
    readonly answer: {
      readonly "passwordSetAt": string;
      /** How many other sessions were ended. */
      readonly "sessionsEnded": number;
    };
  };
  /** Begins to set up a second factor: a secret for the authenticator. */
  readonly proposeOwnSecondFactor: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Base32, to be typed. */
      readonly "secret": string;
      /** To be shown as a QR code. */
      readonly "uri": string;
    };
  };
  /** Switches the second factor off. */
  readonly removeOwnSecondFactor: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      readonly "password": string;
    };
    readonly answer: {
      readonly "secondFactor": false;
    };
  };
  /** Switches the second factor on, with the first code of the authenticator. */
  readonly confirmOwnSecondFactor: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: {
      readonly "code": string;
    };
    readonly answer: {
      /** Each lets in once, when the authenticator is lost. They are shown only now. */
      readonly "recoveryCodes": readonly (string)[];
    };
  };
  /** Lists where one is signed in, the session that was used last first. */
  readonly listOwnSessions: {
    readonly path: Record<string, never>;
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** The one that asks. */
        readonly "current": boolean;
        /** How it began. */
        readonly "way": "password" | "oidc" | "invitation" | "set-up";
        /** From where it was used last. */
        readonly "address": string;
        readonly "browser": string;
        readonly "createdAt": string;
        /** To the minute. */
        readonly "lastUsedAt": string;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Ends one of one’s own sessions, such as that of a computer that was left behind. */
  readonly endOwnSession: {
    readonly path: { readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": string;
      readonly "ended": true;
    };
  };
  /** Reads what the console was to remember under a name. */
  readonly readOwnPreference: {
    readonly path: { readonly "key": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: unknown;
  };
  /** Has the console remember something for the user: language, theme, saved filters, columns. */
  readonly writeOwnPreference: {
    readonly path: { readonly "key": string };
    readonly query: Record<string, never>;
    readonly body: unknown;
    readonly answer: unknown;
  };
  /** Has the console forget it. */
  readonly deleteOwnPreference: {
    readonly path: { readonly "key": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "key": string;
      readonly "deleted": true;
    };
  };
  /** Lists what has come in through /rest/v1/{unit}/time, the newest first. */
  readonly listPasses: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "unassigned"?: boolean; readonly "userId"?: number; readonly "device"?: string; readonly "since"?: string; readonly "until"?: string; readonly "limit"?: number; readonly "cursor"?: number };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** The id of the time entry. */
        readonly "id": string;
        readonly "type": string;
        readonly "state": "accepted" | "unassigned" | "deleted";
        readonly "userId": number | null;
        /** The moment of the pass, or the begin of the period, as it counts now. */
        readonly "at": string;
        readonly "until": string | null;
        readonly "direction": string | null;
        /** The field that named the user. */
        readonly "namedBy": string;
        /** What stood in it, in small letters. */
        readonly "named": string;
        /** What came in, with what was answered. */
        readonly "sent": Readonly<Record<string, unknown>>;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Says whose a pass is that nobody was known for. */
  readonly assignPass: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Whose it is. */
      readonly "userId": number;
      /** Give the user this badge, e-mail or personal number. */
      readonly "remember"?: boolean;
    };
    readonly answer: {
      /** What is the user’s now. */
      readonly "ids": readonly (number)[];
      /** How many of the same badge wait still; ask once more. */
      readonly "waiting": number;
    };
  };
  /** Tells open pages what has changed, as server-sent events. */
  readonly listenForChanges: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: string;
  };
  /** Says what needs a person now, and how everything flows. */
  readonly readOverview: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "range"?: "24h" | "7d" | "30d" };
    readonly body: undefined;
    readonly answer: {
      readonly "range": string;
      readonly "since": string;
      readonly "until": string;
      readonly "bucketMinutes": number;
      /** How long the oldest message that nothing holds has been due. */
      readonly "lagMs": number;
      /** State to number; states that nothing is in are left out. */
      readonly "counts": Readonly<Record<string, number>>;
      /** States that were not counted to the end: there are so many at least. */
      readonly "atLeast": readonly (string)[];
      readonly "needsPerson": readonly ({
        /** refused, failed, unknown, brake, failing, paused, unassigned, alert or copy. */
        readonly "kind": string;
        readonly "count": number;
        /** There are so many or more. */
        readonly "atLeast": boolean;
        readonly "connection": string | null;
        readonly "trigger": string | null;
        readonly "text": string | null;
      })[];
      readonly "connections": readonly ({
        /** Of the connection, or of the lane of a hook. */
        readonly "name": string;
        readonly "hookId": string | null;
        /** ok, failing, paused or idle (nothing was ever sent). */
        readonly "state": string;
        readonly "reason": string | null;
        readonly "since": string | null;
        readonly "lastSuccessAt": string | null;
        /** Queued, being sent, waiting for the next attempt or a later answer. */
        readonly "waiting": number;
        readonly "held": number;
        /** Refused, failed or unknown within the range, and not sent again. */
        readonly "failed": number;
        /** Accepted within the range. */
        readonly "sent": number;
        readonly "p50Ms": number | null;
        readonly "p99Ms": number | null;
        /** Attempts by time: accepted, refused, and without a usable answer. */
        readonly "series": readonly ({
          readonly "at": string;
          readonly "delivered": number;
          readonly "refused": number;
          readonly "failed": number;
        })[];
      })[];
      /** Delivered since midnight in the zone of the unit. */
      readonly "today": {
        readonly "delivered": number;
        readonly "usual": number | null;
      };
      readonly "slowest": readonly ({
        readonly "name": string;
        readonly "count": number;
        readonly "p50Ms": number;
        readonly "p99Ms": number;
      })[];
      /** The way from nothing to the first delivered message. */
      readonly "checklist": readonly ({
        readonly "step": string;
        readonly "done": boolean;
      })[];
    };
  };
  /** Gathers everything that waits for a person: alerts, unknown answers, what failed, brakes, passes of nobody. */
  readonly readInbox: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "counts": {
        readonly "alerts": number;
        readonly "unknown": number;
        readonly "failures": number;
        readonly "brakes": number;
        readonly "passes": number;
        readonly "total": number;
      };
      /** Kinds that were not counted to the end. */
      readonly "atLeast": readonly (string)[];
      readonly "alerts": readonly ({
        readonly "id": string;
        /** What it is about; raised once until it is resolved. */
        readonly "key": string;
        readonly "kind": string;
        readonly "text": string;
        readonly "entity": string | null;
        readonly "recordId": number | null;
        readonly "connection": string | null;
        readonly "deliveryId": string | null;
        readonly "hookId": string | null;
        readonly "at": string;
        readonly "resolvedAt": string | null;
        readonly "resolvedBy": string | null;
      })[];
      /** What has ended by itself within the last day. */
      readonly "recovered": readonly ({
        readonly "id": string;
        /** What it is about; raised once until it is resolved. */
        readonly "key": string;
        readonly "kind": string;
        readonly "text": string;
        readonly "entity": string | null;
        readonly "recordId": number | null;
        readonly "connection": string | null;
        readonly "deliveryId": string | null;
        readonly "hookId": string | null;
        readonly "at": string;
        readonly "resolvedAt": string | null;
        readonly "resolvedBy": string | null;
      })[];
      /** Whose answer nobody understood: say whether it is there. */
      readonly "unknown": readonly (Schemas["Delivery"])[];
      /** Refused or failed. */
      readonly "failures": readonly (Schemas["Delivery"])[];
      readonly "brakes": readonly ({
        readonly "trigger": string;
        readonly "held": number;
        readonly "since": string;
      })[];
      readonly "passes": readonly ({
        /** The id of the time entry. */
        readonly "id": string;
        readonly "type": string;
        readonly "state": "accepted" | "unassigned" | "deleted";
        readonly "userId": number | null;
        /** The moment of the pass, or the begin of the period, as it counts now. */
        readonly "at": string;
        readonly "until": string | null;
        readonly "direction": string | null;
        /** The field that named the user. */
        readonly "namedBy": string;
        /** What stood in it, in small letters. */
        readonly "named": string;
        /** What came in, with what was answered. */
        readonly "sent": Readonly<Record<string, unknown>>;
      })[];
    };
  };
  /** Tells what has happened to a record in one line of time, the newest first. */
  readonly readRecordStory: {
    readonly path: { readonly "unit": number; readonly "entity": string; readonly "id": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "at": string;
        /** change, approval, delivery, notice or alert. */
        readonly "kind": string;
        readonly "who": string | null;
        readonly "origin": string | null;
        /** Of a change: its events. */
        readonly "names": readonly (string)[];
        /** Field path to [before, after]. */
        readonly "changes": Readonly<Record<string, unknown>>;
        readonly "sentence": string | null;
        readonly "delivery": Schemas["Delivery"] | null;
        readonly "attempts": readonly ({
          readonly "number": number;
          readonly "at": string;
          readonly "durationMs": number;
          readonly "outcome": string;
          readonly "status": number | null;
          readonly "reason": string;
        })[];
        readonly "alert": {
          readonly "kind": string;
          readonly "resolvedAt": string | null;
          readonly "resolvedBy": string | null;
        } | null;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Lists deliveries, the newest first. */
  readonly listDeliveries: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "state"?: readonly (string)[]; readonly "connection"?: string; readonly "hookId"?: string; readonly "trigger"?: string; readonly "template"?: string; readonly "entity"?: string; readonly "recordId"?: number; readonly "since"?: string; readonly "until"?: string; readonly "text"?: string; readonly "order"?: "newest" | "oldest" };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly (Schemas["Delivery"])[];
      readonly "nextCursor": string | null;
    };
  };
  /** Counts deliveries by their state. */
  readonly countDeliveries: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "state"?: readonly (string)[]; readonly "connection"?: string; readonly "hookId"?: string; readonly "trigger"?: string; readonly "template"?: string; readonly "entity"?: string; readonly "recordId"?: number; readonly "since"?: string; readonly "until"?: string; readonly "text"?: string };
    readonly body: undefined;
    readonly answer: {
      /** State to number; states that nothing is in are left out. */
      readonly "counts": Readonly<Record<string, number>>;
      readonly "total": number;
      /** States that were not counted to the end: there are so many at least. */
      readonly "atLeast": readonly (string)[];
    };
  };
  /** Reads a delivery with every attempt: what was sent, what was answered, how long it took. */
  readonly readDelivery: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Sends every delivery again that matches, as a job. */
  readonly resendDeliveries: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** One or several, also split by commas. Default: refused and failed. */
      readonly "state"?: readonly (string)[] | string;
      readonly "connection"?: string;
      readonly "trigger"?: string;
      /** Such as one that was mended: its messages are made anew by what it is now. */
      readonly "template"?: string;
      readonly "entity"?: string;
      /** Only these. */
      readonly "ids"?: readonly (string)[];
      readonly "since"?: string;
      readonly "until"?: string;
      /** Only tell what would be sent. */
      readonly "dryRun"?: boolean;
    };
    readonly answer: {
      readonly "count": number;
      /** The same by connection, template and present state. */
      readonly "groups": readonly ({
        readonly "connection": string;
        readonly "template": string | null;
        readonly "state": string;
        readonly "count": number;
      })[];
      /** The 20 that would be sent first. */
      readonly "first": readonly (Schemas["Delivery"])[];
    } | Schemas["Job"];
  };
  /** Sends a delivery again. */
  readonly resendDelivery: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** Send it although it was delivered. */
      readonly "force"?: boolean;
    };
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Ends a delivery that is still on its way, without sending it. */
  readonly cancelDelivery: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Says what became of a delivery whose answer is unknown. */
  readonly resolveDelivery: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "there": boolean;
      /** Fields of the record, as a response template would write them. */
      readonly "write"?: Readonly<Record<string, unknown>>;
    };
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Takes the answer that a counterparty or a bridge gives later. */
  readonly reportDeliveryResult: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** accepted, refused, retry or unknown. */
      readonly "outcome"?: string;
      /** Instead of `outcome`. */
      readonly "accepted"?: boolean;
      /** With `accepted: false`: it may be tried again. */
      readonly "retry"?: boolean;
      readonly "messages"?: readonly (unknown)[];
      /** Fields of the record, as a response template would write them. */
      readonly "write"?: Readonly<Record<string, unknown>>;
      /** Fields of the record, as a response template would write them. */
      readonly "writeAlways"?: Readonly<Record<string, unknown>>;
    };
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Brings the configuration to what an integration file says, as a whole or not at all. */
  readonly applyIntegrationFile: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "dryRun"?: boolean; readonly "prune"?: boolean; readonly "reason"?: string };
    readonly body: {
      /** An integration file: connections, dictionaries, templates, triggers and API definitions that belong together. */
      readonly "file": {
        readonly "entities"?: readonly (Schemas["Entity"])[];
        readonly "groups"?: readonly (Schemas["Group"])[];
        readonly "views"?: readonly (Schemas["View"])[];
        readonly "connections"?: readonly (Schemas["Connection"])[];
        readonly "dictionaries"?: readonly (Schemas["Dictionary"])[];
        readonly "schemas"?: readonly (Schemas["SchemaSet"])[];
        readonly "templates"?: readonly (Schemas["Template"])[];
        readonly "triggers"?: readonly (Schemas["Trigger"])[];
        readonly "definitions"?: readonly (Schemas["ApiDefinition"])[];
        readonly "hooks"?: readonly (Schemas["Hook"])[];
      };
      /** Values by name; they are sealed at once and never shown again. */
      readonly "secrets"?: Readonly<Record<string, string>>;
      /** Say what would change, and change nothing. */
      readonly "dryRun"?: boolean;
      /** Remove what is not named, in those sections that the file has. */
      readonly "prune"?: boolean;
      /** Why: stands with the versions. Needed where a golden record of a template comes out differently. */
      readonly "reason"?: string;
    } | {
      readonly "entities"?: readonly (Schemas["Entity"])[];
      readonly "groups"?: readonly (Schemas["Group"])[];
      readonly "views"?: readonly (Schemas["View"])[];
      readonly "connections"?: readonly (Schemas["Connection"])[];
      readonly "dictionaries"?: readonly (Schemas["Dictionary"])[];
      readonly "schemas"?: readonly (Schemas["SchemaSet"])[];
      readonly "templates"?: readonly (Schemas["Template"])[];
      readonly "triggers"?: readonly (Schemas["Trigger"])[];
      readonly "definitions"?: readonly (Schemas["ApiDefinition"])[];
      readonly "hooks"?: readonly (Schemas["Hook"])[];
      /** Values by name; they are sealed at once and never shown again. */
      readonly "secrets"?: Readonly<Record<string, string>>;
      /** Say what would change, and change nothing. */
      readonly "dryRun"?: boolean;
      /** Remove what is not named, in those sections that the file has. */
      readonly "prune"?: boolean;
      /** Why: stands with the versions. Needed where a golden record of a template comes out differently. */
      readonly "reason"?: string;
    };
    readonly answer: Schemas["Applied"];
  };
  /** Gives the configuration as an integration file. */
  readonly exportIntegrationFile: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "section"?: readonly (string)[] };
    readonly body: undefined;
    readonly answer: Schemas["IntegrationFile"];
  };
  /** Renders a template on a record, and sends nothing. */
  readonly previewMessage: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "template": string | Schemas["Template"];
      readonly "record": {
        readonly "entity": string;
        readonly "id"?: number;
        readonly "registration"?: string;
      };
      /** For its address, headers and constants; default: the one that a trigger sends this template to. */
      readonly "connection"?: string;
      /** An integration file that is not applied: its templates, dictionaries, connections and schemas are used before the saved ones. */
      readonly "file"?: {
        readonly "entities"?: readonly (Schemas["Entity"])[];
        readonly "groups"?: readonly (Schemas["Group"])[];
        readonly "views"?: readonly (Schemas["View"])[];
        readonly "connections"?: readonly (Schemas["Connection"])[];
        readonly "dictionaries"?: readonly (Schemas["Dictionary"])[];
        readonly "schemas"?: readonly (Schemas["SchemaSet"])[];
        readonly "templates"?: readonly (Schemas["Template"])[];
        readonly "triggers"?: readonly (Schemas["Trigger"])[];
        readonly "definitions"?: readonly (Schemas["ApiDefinition"])[];
        readonly "hooks"?: readonly (Schemas["Hook"])[];
      };
    };
    readonly answer: {
      readonly "request": {
        readonly "method": string;
        readonly "url": string;
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
      } | null;
      readonly "faults": readonly ({
        readonly "path": string;
        readonly "message": string;
        readonly "line"?: number;
        readonly "column"?: number;
      })[];
      readonly "schema": {
        readonly "valid": boolean;
        readonly "faults": readonly ({
          readonly "message": string;
          /** Of the message; 0: of no line. */
          readonly "line": number;
        })[];
      } | null;
    };
  };
  /** Gives the last records as templates see them, so that messages can be made of them elsewhere. */
  readonly listSamples: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "entity": string; readonly "last"?: number; readonly "filter"?: string; readonly "ids"?: string; readonly "template"?: string; readonly "connection"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "entity": string;
      /** The tree of fields that a template may name. */
      readonly "fields": unknown;
      readonly "dictionaries": Readonly<Record<string, Readonly<Record<string, string>>>>;
      /** The newest first. */
      readonly "data": readonly ({
        readonly "recordId": number;
        readonly "registration": string;
        /** Everything that a template sees of a record beside the dictionaries. */
        readonly "run": {
          /** input, before, event, user, unit, constants, connection, delivery, message. */
          readonly "context": Readonly<Record<string, unknown>>;
          readonly "now": string;
          readonly "seed": string;
          readonly "zone": string;
          readonly "locale": string;
        };
      })[];
    };
  };
  /** Lists the secrets by name: whether each has a value, where it may be sent, and what uses it. */
  readonly listSecrets: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "name": string;
        readonly "isSet": boolean;
        readonly "hosts": readonly (string)[] | null;
        readonly "updatedAt": string | null;
        readonly "updatedBy": string | null;
        readonly "usedBy": readonly ({
          readonly "kind": string;
          readonly "name": string;
        })[];
      })[];
    };
  };
  /** Gives a secret its value, sealed at once and never shown again. */
  readonly putSecret: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "value": string;
    };
    readonly answer: {
      readonly "name": string;
      readonly "warnings": readonly (string)[];
    };
  };
  /** Lists hooks, the newest first: your own, and for configurators all. */
  readonly listHooks: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "targetUrl"?: string; readonly "event"?: string; readonly "name"?: string; readonly "status"?: "active" | "paused" | "ended" };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "name": string | null;
        /** active, paused, ended. */
        readonly "status": string;
        /** Where the notices go. */
        readonly "targetUrl": string;
        readonly "event": string | null;
        readonly "title"?: string;
        /** A condition in the template language; without it every such event is told. */
        readonly "filter"?: string;
        /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
        readonly "payload"?: "thin" | "full";
        readonly "ratePerSecond"?: number;
        readonly "concurrency"?: number;
        readonly "timeout"?: string;
        /** Default: 15 attempts within 8 days. */
        readonly "retry"?: {
          /** Offsets from the first attempt, from 0s. */
          readonly "at": readonly (string)[];
          readonly "within"?: string;
        };
        /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
        readonly "answer"?: {
          readonly "later": true;
          readonly "within": string;
        };
        /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
        readonly "writeBacks"?: boolean;
        /** Tells of imports and restores, too. */
        readonly "imports"?: boolean;
        /** Their names; every value is shown as (hidden). */
        readonly "headers": Readonly<Record<string, string>>;
        /** By whose rights it sees records. */
        readonly "ownerId": number;
        readonly "createdAt": string;
        readonly "createdBy": string;
        readonly "updatedAt": string;
        readonly "expiresAt": string | null;
        readonly "pausedAt": string | null;
        readonly "pausedBy": string | null;
        readonly "pausedReason": string | null;
        readonly "lastDeliveredAt": string | null;
        readonly "failingSince": string | null;
        readonly "failure": string | null;
        readonly "endedAt": string | null;
        readonly "endedReason": string | null;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Makes a hook: from now on every such event is told to the address. */
  readonly createHook: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Where the notices go. */
      readonly "targetUrl": string;
      /** GET /api/v1/{unit}/events lists them. */
      readonly "event"?: string;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      /** Sent with every notice, such as a static secret. Their values are never shown again. */
      readonly "headers"?: Readonly<Record<string, string>>;
      /** whsec_ and base64; one is made where it is left out. */
      readonly "secret"?: string;
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
      /** whsec_...; shown when it is made, and never again. */
      readonly "secret"?: string;
    };
  };
  /** Ends hooks whose receiver has failed for long. */
  readonly cleanUpHooks: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Without one success, from the first failure to now. */
      readonly "failingFor"?: string;
      /** Only say which. */
      readonly "dryRun"?: boolean;
    };
    readonly answer: {
      /** How many have ended, or would. */
      readonly "count": number;
      /** They, as they were. */
      readonly "data": readonly ({
        readonly "id": string;
        readonly "name": string | null;
        /** active, paused, ended. */
        readonly "status": string;
        /** Where the notices go. */
        readonly "targetUrl": string;
        readonly "event": string | null;
        readonly "title"?: string;
        /** A condition in the template language; without it every such event is told. */
        readonly "filter"?: string;
        /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
        readonly "payload"?: "thin" | "full";
        readonly "ratePerSecond"?: number;
        readonly "concurrency"?: number;
        readonly "timeout"?: string;
        /** Default: 15 attempts within 8 days. */
        readonly "retry"?: {
          /** Offsets from the first attempt, from 0s. */
          readonly "at": readonly (string)[];
          readonly "within"?: string;
        };
        /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
        readonly "answer"?: {
          readonly "later": true;
          readonly "within": string;
        };
        /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
        readonly "writeBacks"?: boolean;
        /** Tells of imports and restores, too. */
        readonly "imports"?: boolean;
        /** Their names; every value is shown as (hidden). */
        readonly "headers": Readonly<Record<string, string>>;
        /** By whose rights it sees records. */
        readonly "ownerId": number;
        readonly "createdAt": string;
        readonly "createdBy": string;
        readonly "updatedAt": string;
        readonly "expiresAt": string | null;
        readonly "pausedAt": string | null;
        readonly "pausedBy": string | null;
        readonly "pausedReason": string | null;
        readonly "lastDeliveredAt": string | null;
        readonly "failingSince": string | null;
        readonly "failure": string | null;
        readonly "endedAt": string | null;
        readonly "endedReason": string | null;
      })[];
    };
  };
  /** Makes a temporary hook whose notices are fetched instead of sent. */
  readonly listenToHook: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "event": string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
      /** whsec_...; shown when it is made, and never again. */
      readonly "secret"?: string;
    };
  };
  /** Fetches the notices of a temporary hook, waiting for one to come. */
  readonly fetchNotices: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "waitSeconds"?: number;
      readonly "done"?: readonly ({
        readonly "id": string;
        /** It was taken. */
        readonly "ok": boolean;
        /** What became of it. */
        readonly "sentence": string;
      })[];
    };
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** With the signature, as they would have been sent. */
        readonly "headers": Readonly<Record<string, string>>;
        /** The notice, byte for byte. */
        readonly "body": string;
      })[];
    };
  };
  /** Reads a hook, an ended one too. */
  readonly readHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
    };
  };
  /** Changes a hook. Only its owner and administrators may. */
  readonly changeHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** Where the notices go. */
      readonly "targetUrl"?: string;
      readonly "event"?: string | null;
      readonly "title"?: string | null;
      readonly "filter"?: string | null;
      readonly "payload"?: "thin" | "full" | null;
      readonly "headers"?: Readonly<Record<string, string>> | null;
      readonly "ratePerSecond"?: number | null;
      readonly "concurrency"?: number | null;
      readonly "timeout"?: string | null;
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      } | null;
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      } | null;
      readonly "writeBacks"?: boolean | null;
      readonly "imports"?: boolean | null;
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
    };
  };
  /** Ends a hook, and what waits in it. */
  readonly deleteHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": string;
      readonly "deleted": true;
    };
  };
  /** Pauses a hook: its notices are kept and wait. */
  readonly pauseHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "reason"?: string;
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
    };
  };
  /** Lets a paused hook go on. */
  readonly resumeHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** What becomes of the notices that were kept. */
      readonly "held"?: "send" | "cancel";
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
    };
  };
  /** Gives a hook a new secret and answers it once. */
  readonly rotateHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** 30d at most; 0s: the old one ends at once. */
      readonly "overlap"?: string;
      /** whsec_ and base64; one is made where it is left out. */
      readonly "secret"?: string;
    };
    readonly answer: {
      readonly "id": string;
      readonly "name": string | null;
      /** active, paused, ended. */
      readonly "status": string;
      /** Where the notices go. */
      readonly "targetUrl": string;
      readonly "event": string | null;
      readonly "title"?: string;
      /** A condition in the template language; without it every such event is told. */
      readonly "filter"?: string;
      /** full: the record is in the notice, as the owner of the hook may read it when it is first sent. */
      readonly "payload"?: "thin" | "full";
      readonly "ratePerSecond"?: number;
      readonly "concurrency"?: number;
      readonly "timeout"?: string;
      /** Default: 15 attempts within 8 days. */
      readonly "retry"?: {
        /** Offsets from the first attempt, from 0s. */
        readonly "at": readonly (string)[];
        readonly "within"?: string;
      };
      /** A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result. */
      readonly "answer"?: {
        readonly "later": true;
        readonly "within": string;
      };
      /** Tells of changes that answers wrote, too; without it they are left out, so nothing loops. */
      readonly "writeBacks"?: boolean;
      /** Tells of imports and restores, too. */
      readonly "imports"?: boolean;
      /** Their names; every value is shown as (hidden). */
      readonly "headers": Readonly<Record<string, string>>;
      /** By whose rights it sees records. */
      readonly "ownerId": number;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "expiresAt": string | null;
      readonly "pausedAt": string | null;
      readonly "pausedBy": string | null;
      readonly "pausedReason": string | null;
      readonly "lastDeliveredAt": string | null;
      readonly "failingSince": string | null;
      readonly "failure": string | null;
      readonly "endedAt": string | null;
      readonly "endedReason": string | null;
      /** whsec_...; shown when it is made, and never again. */
      readonly "secret"?: string;
    };
  };
  /** Sends a sample notice at once and says what became of it. */
  readonly testHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** The receiver has taken it. */
      readonly "ok": boolean;
      readonly "sentence": string;
      readonly "status": number | null;
      readonly "durationMs": number;
      readonly "answer": string | null;
      /** What was sent. */
      readonly "notice": Readonly<Record<string, unknown>>;
    };
  };
  /** Lists the notices of a hook, the newest first. */
  readonly listHookDeliveries: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "state"?: readonly (string)[] };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly (Schemas["Delivery"])[];
      readonly "nextCursor": string | null;
    };
  };
  /** Sends a notice again, a delivered one too. */
  readonly resendHookDelivery: {
    readonly path: { readonly "unit": number; readonly "id": string; readonly "delivery": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["DeliveryWithAttempts"];
  };
  /** Sends every notice of a hook again since a moment, as a job. */
  readonly resendHook: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "since": string;
      readonly "until"?: string;
      /** Those that arrived, too. */
      readonly "delivered"?: boolean;
      /** Only count. */
      readonly "dryRun"?: boolean;
    };
    readonly answer: {
      readonly "count": number;
    } | Schemas["Job"];
  };
  /** Gives the public keys that verify the `v1a` signatures of a unit’s notices. */
  readonly listHookKeys: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** whpk_ and the base64 of the ed25519 key. */
        readonly "publicKey": string;
        readonly "createdAt": string;
        readonly "retiresAt": string | null;
      })[];
      /** The same as JSON Web Keys. */
      readonly "keys": readonly (Readonly<Record<string, string>>)[];
    };
  };
  /** Makes a new ed25519 key; the one before signs beside it until the overlap is over. */
  readonly rotateHookKeys: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** 30d at most. */
      readonly "overlap"?: string;
    };
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** whpk_ and the base64 of the ed25519 key. */
        readonly "publicKey": string;
        readonly "createdAt": string;
        readonly "retiresAt": string | null;
      })[];
      /** The same as JSON Web Keys. */
      readonly "keys": readonly (Readonly<Record<string, string>>)[];
    };
  };
  /** Lists the events that hooks can ask for. */
  readonly listEvents: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "entity"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "name": string;
        readonly "entity": string | null;
        /** created, updated, deleted, requested, status, property, trigger or alert. */
        readonly "kind": string;
        readonly "title": string;
        readonly "description": string;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Gives notices of an event as hooks get them, never none. */
  readonly listEventSamples: {
    readonly path: { readonly "unit": number; readonly "event": string };
    readonly query: { readonly "payload"?: "thin" | "full" };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Of the event; hooks that hear of the same event get the same. */
        readonly "id": string;
        readonly "type": string;
        readonly "createdAt": string;
        readonly "unit": number;
        readonly "entity": string;
        readonly "recordId": number | null;
        readonly "registration": string | null;
        readonly "revision": number | null;
        readonly "change": {
          /** Names of the fields that changed. */
          readonly "fields": readonly (string)[];
        };
        readonly "url": string | null;
        /** The same in every attempt, as in the header webhook-id. */
        readonly "deliveryId": string;
        readonly "record"?: Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Lists the connections by name. */
  readonly listConnections: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["Connection"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a connection. */
  readonly createConnection: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Connection"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Connection"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one connection. */
  readonly readConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Connection"];
    };
  };
  /** Creates or replaces a connection. */
  readonly putConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Connection"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Connection"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a connection. */
  readonly deleteConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a connection, the newest first. */
  readonly listConnectionVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a connection. */
  readonly readConnectionVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a connection what it was at a version. */
  readonly restoreConnectionVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Connection"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Says whether a connection sends: paused, available, failing since when. */
  readonly readConnectionStatus: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["ConnectionStatus"];
  };
  /** Says how a connection has fared over time. */
  readonly readConnectionHealth: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "range"?: "24h" | "7d" | "30d" };
    readonly body: undefined;
    readonly answer: {
      /** Of the connection, or of the lane of a hook. */
      readonly "name": string;
      readonly "hookId": string | null;
      /** ok, failing, paused or idle (nothing was ever sent). */
      readonly "state": string;
      readonly "reason": string | null;
      readonly "since": string | null;
      readonly "lastSuccessAt": string | null;
      /** Queued, being sent, waiting for the next attempt or a later answer. */
      readonly "waiting": number;
      readonly "held": number;
      /** Refused, failed or unknown within the range, and not sent again. */
      readonly "failed": number;
      /** Accepted within the range. */
      readonly "sent": number;
      readonly "p50Ms": number | null;
      readonly "p99Ms": number | null;
      /** Attempts by time: accepted, refused, and without a usable answer. */
      readonly "series": readonly ({
        readonly "at": string;
        readonly "delivered": number;
        readonly "refused": number;
        readonly "failed": number;
      })[];
      /** When it began to fail and when it had recovered, the newest first. */
      readonly "alerts": readonly ({
        readonly "at": string;
        readonly "resolvedAt": string | null;
        readonly "resolvedBy": string | null;
        readonly "kind": string;
        readonly "text": string;
      })[];
    };
  };
  /** Goes the way of a request step by step and names what is wrong. */
  readonly testConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "ok": boolean;
      readonly "steps": readonly ({
        readonly "step": string;
        readonly "ok": boolean;
        readonly "sentence": string;
      })[];
    };
  };
  /** Pauses a connection: its messages are kept and wait. */
  readonly pauseConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "reason"?: string;
    };
    readonly answer: Schemas["ConnectionStatus"];
  };
  /** Lets a paused connection send again. */
  readonly resumeConnection: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["ConnectionStatus"];
  };
  /** Lists the API definitions by name. */
  readonly listDefinitions: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["ApiDefinition"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a definition. */
  readonly createDefinition: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["ApiDefinition"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["ApiDefinition"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one definition. */
  readonly readDefinition: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["ApiDefinition"];
    };
  };
  /** Creates or replaces a definition. */
  readonly putDefinition: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["ApiDefinition"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["ApiDefinition"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a definition. */
  readonly deleteDefinition: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a definition, the newest first. */
  readonly listDefinitionVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a definition. */
  readonly readDefinitionVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a definition what it was at a version. */
  readonly restoreDefinitionVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["ApiDefinition"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Tries a call on an API definition, and writes nothing. */
  readonly previewDefinition: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** One that is not saved, instead of the saved one. */
      readonly "definition"?: {
        readonly "name": string;
        readonly "title"?: string;
        /** Markdown, for those who call: it stands in the OpenAPI document. */
        readonly "description"?: string;
        /** Below /in/{unit}. {name} stands for one part and is `path.name` in the templates. */
        readonly "path": string;
        /** Default: POST. */
        readonly "methods"?: readonly ("GET" | "POST" | "PUT" | "PATCH" | "DELETE")[];
        /** test: every call is read, tried and answered, and nothing is written. */
        readonly "mode"?: "off" | "test" | "live";
        /** Default: json. */
        readonly "formats"?: readonly ("json" | "xml" | "csv" | "form")[];
        /** Further content types and the format that they stand for. */
        readonly "contentTypes"?: Readonly<Record<string, "json" | "xml" | "csv" | "form">>;
        /** Of bodies that name none themselves, by Content-Type, XML declaration or byte order mark. */
        readonly "charset"?: string;
        readonly "csv"?: {
          /** Default: what the first line has most of: ; , or tab. */
          readonly "delimiter"?: string;
          /** Whether the first line names the columns. */
          readonly "header"?: boolean;
        };
        /** Bytes of a body at most; never more than GANGWAY_BODY_LIMIT. */
        readonly "bodyLimit"?: number;
        readonly "authentication": {
          readonly "kind": "token";
        } | {
          readonly "kind": "hmac";
          readonly "secret": string;
          readonly "secretEncoding"?: "text" | "base64" | "hex";
          readonly "algorithm"?: "sha256" | "sha512";
          readonly "header"?: string;
          readonly "encoding"?: "hex" | "base64";
          /** Stands before the signature, such as "sha256=". */
          readonly "prefix"?: string;
          /** The time of sending: seconds or milliseconds since 1970, or ISO 8601. */
          readonly "timestampHeader"?: string;
          /** What is signed, of {timestamp}, {body}, {method} and {path}; the first two must be in it. */
          readonly "content"?: string;
          /** How far the time of sending may be off. */
          readonly "tolerance"?: string;
        } | {
          readonly "kind": "basic";
          readonly "username": string;
          readonly "password": string;
        };
        readonly "ipRanges"?: readonly (string)[];
        /** The login of the user whose rights count and in whose name records are changed. Needed for hmac and basic; with token only tokens of this user are good. */
        readonly "user"?: string;
        /** An expression: the caller's own id of the message. A message that was accepted changes nothing a second time. */
        readonly "repeat"?: string;
        /** A JSON template that makes { outcome, messages, write } of the message. */
        readonly "read": string;
        readonly "answer"?: {
          readonly "accepted"?: {
            readonly "status"?: number;
            readonly "format": "json" | "xml" | "text";
            /** Instead of the usual one of the format; never HTML. */
            readonly "contentType"?: string;
            readonly "charset"?: string;
            readonly "headers"?: Readonly<Record<string, string>>;
            readonly "body": string;
          };
          readonly "refused"?: {
            readonly "status"?: number;
            readonly "format": "json" | "xml" | "text";
            /** Instead of the usual one of the format; never HTML. */
            readonly "contentType"?: string;
            readonly "charset"?: string;
            readonly "headers"?: Readonly<Record<string, string>>;
            readonly "body": string;
          };
        };
        readonly "samples"?: readonly ({
          readonly "name": string;
          readonly "method"?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
          /** Below /in/{unit}, with its query; needed where the path of the definition has parameters. */
          readonly "path"?: string;
          /** Default: that of the first of `formats`. */
          readonly "contentType"?: string;
          readonly "headers"?: Readonly<Record<string, string>>;
          readonly "body"?: string;
          /** refused: `read` must refuse it. */
          readonly "expect"?: "accepted" | "refused";
        })[];
      };
      /** An integration file that is not applied: its definitions and dictionaries go before the saved ones. */
      readonly "file"?: {
        readonly "entities"?: readonly (Schemas["Entity"])[];
        readonly "groups"?: readonly (Schemas["Group"])[];
        readonly "views"?: readonly (Schemas["View"])[];
        readonly "connections"?: readonly (Schemas["Connection"])[];
        readonly "dictionaries"?: readonly (Schemas["Dictionary"])[];
        readonly "schemas"?: readonly (Schemas["SchemaSet"])[];
        readonly "templates"?: readonly (Schemas["Template"])[];
        readonly "triggers"?: readonly (Schemas["Trigger"])[];
        readonly "definitions"?: readonly (Schemas["ApiDefinition"])[];
        readonly "hooks"?: readonly (Schemas["Hook"])[];
      };
      readonly "method"?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
      /** Below /in/{unit}, with its query; needed where the path of the definition has parameters. */
      readonly "path"?: string;
      /** Default: that of the first of `formats`. */
      readonly "contentType"?: string;
      readonly "headers"?: Readonly<Record<string, string>>;
      readonly "body"?: string;
      /** The bytes of the body, where its charset is to be tried too. */
      readonly "bodyBase64"?: string;
    };
    readonly answer: {
      readonly "outcome": string | null;
      readonly "sentence": string;
      readonly "code": string | null;
      readonly "format": string | null;
      /** What templates see as `input`. */
      readonly "input": unknown;
      readonly "messageId": string | null;
      readonly "repeatOf": string | null;
      readonly "messages": readonly (unknown)[];
      /** What the message asks for. */
      readonly "changes": readonly ({
        readonly "entity": string;
        readonly "do": string;
        /** Which record: by id, registration or find; null: a new one. */
        readonly "choice": unknown;
        /** As `read` has made them. */
        readonly "fields": unknown;
      })[];
      /** What would become of the records, as they are now. */
      readonly "results": readonly ({
        readonly "entity": string;
        readonly "do": string;
        readonly "outcome": string;
        readonly "id": number | null;
        readonly "registration": string | null;
        readonly "state": string | null;
        /** As it would be; null where you may not see it. */
        readonly "record": unknown;
        /** Field to [before, after]. */
        readonly "changes": unknown;
      })[];
      readonly "answer": {
        readonly "status": number;
        readonly "contentType": string;
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
        readonly "bodyEncoding"?: "base64";
      } | null;
      /** All of them. `path` is `read`, `repeat` or `answer...` for a place in a template, `write[0]...` for a field; without it line and column are those of the body. */
      readonly "faults": readonly ({
        /** A sentence that says what to do. */
        readonly "message": string;
        /** The field. */
        readonly "path"?: string;
        /** The line in a template or body. */
        readonly "line"?: number;
        /** The column in that line. */
        readonly "column"?: number;
      })[];
    };
  };
  /** Lists the calls that came in over API definitions, the newest first. */
  readonly listCalls: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "definition"?: string; readonly "outcome"?: readonly (string)[]; readonly "messageId"?: string; readonly "since"?: string; readonly "until"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "at": string;
        readonly "definition": string;
        /** live, test (nothing was written) or off. */
        readonly "mode": string;
        /** accepted; refused: the caller can mend it; failed: the definition or Gangway is at fault, and the caller may send it again; repeated: it was accepted before. */
        readonly "outcome": string;
        readonly "method": string;
        /** Below /in/{unit}, with its query. */
        readonly "path": string;
        /** Of the caller. */
        readonly "address": string;
        readonly "userId": number | null;
        readonly "userName": string | null;
        /** That was answered. */
        readonly "status": number;
        readonly "code": string | null;
        /** What became of it, and why. */
        readonly "sentence": string;
        readonly "durationMs": number;
        readonly "messageId": string | null;
        readonly "repeatOf": string | null;
        /** What was written; of a call that was refused, what was not. */
        readonly "results": readonly ({
          readonly "entity": string;
          readonly "do": string;
          readonly "outcome": string;
          readonly "id": number | null;
          readonly "registration": string | null;
          readonly "state": string | null;
        })[];
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Reads a call: what was sent, what was answered, and why. */
  readonly readCall: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": string;
      readonly "at": string;
      readonly "definition": string;
      /** live, test (nothing was written) or off. */
      readonly "mode": string;
      /** accepted; refused: the caller can mend it; failed: the definition or Gangway is at fault, and the caller may send it again; repeated: it was accepted before. */
      readonly "outcome": string;
      readonly "method": string;
      /** Below /in/{unit}, with its query. */
      readonly "path": string;
      /** Of the caller. */
      readonly "address": string;
      readonly "userId": number | null;
      readonly "userName": string | null;
      /** That was answered. */
      readonly "status": number;
      readonly "code": string | null;
      /** What became of it, and why. */
      readonly "sentence": string;
      readonly "durationMs": number;
      readonly "messageId": string | null;
      readonly "repeatOf": string | null;
      /** What was written; of a call that was refused, what was not. */
      readonly "results": readonly ({
        readonly "entity": string;
        readonly "do": string;
        readonly "outcome": string;
        readonly "id": number | null;
        readonly "registration": string | null;
        readonly "state": string | null;
      })[];
      /** With their places in the body, or in a template of the definition (path). */
      readonly "faults": readonly ({
        /** A sentence that says what to do. */
        readonly "message": string;
        /** The field. */
        readonly "path"?: string;
        /** The line in a template or body. */
        readonly "line"?: number;
        /** The column in that line. */
        readonly "column"?: number;
      })[];
      readonly "request": {
        /** Secrets are hidden. */
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
        /** The body is no text. */
        readonly "bodyEncoding"?: "base64";
        /** How long the whole body was. */
        readonly "bytes": number;
      };
      readonly "response": {
        /** Secrets are hidden. */
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
        /** The body is no text. */
        readonly "bodyEncoding"?: "base64";
        /** How long the whole body was. */
        readonly "bytes": number;
      };
    };
  };
  /** Lists the templates by name. */
  readonly listTemplates: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["Template"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a template. */
  readonly createTemplate: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Template"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Template"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one template. */
  readonly readTemplate: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Template"];
    };
  };
  /** Creates or replaces a template. */
  readonly putTemplate: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Template"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Template"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a template. */
  readonly deleteTemplate: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a template, the newest first. */
  readonly listTemplateVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a template. */
  readonly readTemplateVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a template what it was at a version. */
  readonly restoreTemplateVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Template"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Gives the last answers of counterparties to messages of a template, to try its response side on. */
  readonly listTemplateAnswers: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "last"?: number };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "deliveryId": string;
        readonly "at": string;
        readonly "connection": string;
        readonly "entity": string;
        readonly "recordId": number | null;
        readonly "registration": string | null;
        /** Of the delivery. */
        readonly "state": string;
        /** What the answer was taken for. */
        readonly "outcome": string;
        readonly "status": number;
        readonly "headers": Readonly<Record<string, unknown>>;
        readonly "messages": readonly (unknown)[];
      } & Readonly<Record<string, unknown>>)[];
    };
  };
  /** Lists the golden records of a template, and whether it still makes their messages. */
  readonly listGoldenRecords: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "title": string;
        readonly "entity": string;
        readonly "recordId": number;
        readonly "registration": string;
        readonly "connection": string | null;
        /** Everything that a template sees of a record beside the dictionaries. */
        readonly "run": {
          /** input, before, event, user, unit, constants, connection, delivery, message. */
          readonly "context": Readonly<Record<string, unknown>>;
          readonly "now": string;
          readonly "seed": string;
          readonly "zone": string;
          readonly "locale": string;
        };
        /** Whether the template makes the message that was pinned. */
        readonly "same": boolean;
        /** The request, without authentication and with secrets as placeholders. */
        readonly "expected": {
          readonly "method": string;
          readonly "url": string;
          readonly "headers": Readonly<Record<string, string>>;
          readonly "body": string | null;
        };
        readonly "actual": {
          readonly "method": string;
          readonly "url": string;
          readonly "headers": Readonly<Record<string, string>>;
          readonly "body": string | null;
        } | null;
        /** Why there is no message. */
        readonly "faults": readonly ({
          readonly "path": string;
          readonly "message": string;
          readonly "line"?: number;
          readonly "column"?: number;
        })[];
        readonly "createdAt": string;
        readonly "createdBy": string;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
      })[];
    };
  };
  /** Compares what a template makes of its golden records with what was pinned, and saves nothing. */
  readonly checkGoldenRecords: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** One that is not saved; default: the saved one. */
      readonly "template"?: {
        readonly "name": string;
        readonly "title"?: string;
        /** Whose fields the template names; only needed where no trigger uses it yet. */
        readonly "entity"?: string;
        readonly "format": "json" | "xml" | "csv" | "fixed" | "form" | "text";
        readonly "charset"?: string;
        readonly "request"?: {
          readonly "method"?: string;
          /** Joined to the connection's URL; an absolute one is refused. */
          readonly "url"?: string;
          readonly "headers"?: Readonly<Record<string, string>>;
          readonly "query"?: Readonly<Record<string, string>>;
        };
        /** The source of the body; without one the request has none. */
        readonly "body"?: string;
        /** The response template, a JSON template. */
        readonly "response"?: string;
        /** Statuses of 500 and above that the response template decides too (SOAP answers a refusal with 500). */
        readonly "responseStatuses"?: readonly (number)[];
        /** set/file.xsd: the message is checked before it is sent. */
        readonly "schema"?: string;
      };
    };
    readonly answer: {
      readonly "differing": number;
      readonly "data": readonly ({
        readonly "id": string;
        readonly "title": string;
        /** Whether the template makes the message that was pinned. */
        readonly "same": boolean;
        /** The request, without authentication and with secrets as placeholders. */
        readonly "expected": {
          readonly "method": string;
          readonly "url": string;
          readonly "headers": Readonly<Record<string, string>>;
          readonly "body": string | null;
        };
        readonly "actual": {
          readonly "method": string;
          readonly "url": string;
          readonly "headers": Readonly<Record<string, string>>;
          readonly "body": string | null;
        } | null;
        /** Why there is no message. */
        readonly "faults": readonly ({
          readonly "path": string;
          readonly "message": string;
          readonly "line"?: number;
          readonly "column"?: number;
        })[];
      })[];
    };
  };
  /** Pins a record as it is now with the message that the template makes of it, or takes today’s message as the right one. */
  readonly putGoldenRecord: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "title"?: string;
      readonly "record"?: {
        readonly "entity": string;
        readonly "id": number;
      };
      /** Default: the one that a trigger sends the template to. */
      readonly "connection"?: string;
      /** Of one that is pinned: what the saved template makes of it today is right. */
      readonly "accept"?: boolean;
    };
    readonly answer: {
      readonly "id": string;
      readonly "title": string;
      readonly "entity": string;
      readonly "recordId": number;
      readonly "registration": string;
      readonly "connection": string | null;
      /** Everything that a template sees of a record beside the dictionaries. */
      readonly "run": {
        /** input, before, event, user, unit, constants, connection, delivery, message. */
        readonly "context": Readonly<Record<string, unknown>>;
        readonly "now": string;
        readonly "seed": string;
        readonly "zone": string;
        readonly "locale": string;
      };
      /** Whether the template makes the message that was pinned. */
      readonly "same": boolean;
      /** The request, without authentication and with secrets as placeholders. */
      readonly "expected": {
        readonly "method": string;
        readonly "url": string;
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
      };
      readonly "actual": {
        readonly "method": string;
        readonly "url": string;
        readonly "headers": Readonly<Record<string, string>>;
        readonly "body": string | null;
      } | null;
      /** Why there is no message. */
      readonly "faults": readonly ({
        readonly "path": string;
        readonly "message": string;
        readonly "line"?: number;
        readonly "column"?: number;
      })[];
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
    };
  };
  /** Takes a golden record away. */
  readonly deleteGoldenRecord: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "deleted": boolean;
    };
  };
  /** Lists the dictionaries by name. */
  readonly listDictionarys: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["Dictionary"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a dictionary. */
  readonly createDictionary: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Dictionary"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Dictionary"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one dictionary. */
  readonly readDictionary: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Dictionary"];
    };
  };
  /** Creates or replaces a dictionary. */
  readonly putDictionary: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Dictionary"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Dictionary"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a dictionary. */
  readonly deleteDictionary: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a dictionary, the newest first. */
  readonly listDictionaryVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a dictionary. */
  readonly readDictionaryVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a dictionary what it was at a version. */
  readonly restoreDictionaryVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Dictionary"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Says which keywords a dictionary was asked for, and for which it has no translation. */
  readonly readDictionaryCoverage: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "days"?: number };
    readonly body: undefined;
    readonly answer: {
      readonly "days": number;
      /** Records. */
      readonly "examined": number;
      /** false: there are more records than were looked at. */
      readonly "complete": boolean;
      /** That use it. */
      readonly "templates": readonly (string)[];
      /** Whose condition uses it. */
      readonly "triggers": readonly (string)[];
      /** Those without a translation first. */
      readonly "keywords": readonly ({
        readonly "key": string;
        readonly "count": number;
        readonly "translated": string | null;
      })[];
      readonly "notes": readonly (string)[];
    };
  };
  /** Lists the XML schema sets by name. */
  readonly listSchemaSets: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["SchemaSet"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a schema set. */
  readonly createSchemaSet: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["SchemaSet"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["SchemaSet"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one schema set. */
  readonly readSchemaSet: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["SchemaSet"];
    };
  };
  /** Creates or replaces a schema set. */
  readonly putSchemaSet: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["SchemaSet"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["SchemaSet"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a schema set. */
  readonly deleteSchemaSet: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a schema set, the newest first. */
  readonly listSchemaSetVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a schema set. */
  readonly readSchemaSetVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a schema set what it was at a version. */
  readonly restoreSchemaSetVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["SchemaSet"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Lists the groups by name, with the rights that are in force. */
  readonly listGroups: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        /** Every unit begins with it. */
        readonly "builtIn": boolean;
        /** What its members may do: its own rights, or those that it begins with where it names none. Administrators may do everything, whatever stands here. */
        readonly "rights": Readonly<Record<string, readonly ("read" | "create" | "change" | "delete" | "transition")[]>>;
        readonly "body": Schemas["Group"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a group. */
  readonly createGroup: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Group"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Group"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one group, with the rights that are in force. */
  readonly readGroup: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      /** Every unit begins with it. */
      readonly "builtIn": boolean;
      /** What its members may do: its own rights, or those that it begins with where it names none. Administrators may do everything, whatever stands here. */
      readonly "rights": Readonly<Record<string, readonly ("read" | "create" | "change" | "delete" | "transition")[]>>;
      readonly "body": Schemas["Group"];
    };
  };
  /** Creates or replaces a group. */
  readonly putGroup: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Group"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Group"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a group. */
  readonly deleteGroup: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a group, the newest first. */
  readonly listGroupVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a group. */
  readonly readGroupVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a group what it was at a version. */
  readonly restoreGroupVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Group"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Lists the triggers by name. */
  readonly listTriggers: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["Trigger"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a trigger. */
  readonly createTrigger: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Trigger"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Trigger"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one trigger. */
  readonly readTrigger: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Trigger"];
    };
  };
  /** Creates or replaces a trigger. */
  readonly putTrigger: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Trigger"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Trigger"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a trigger. */
  readonly deleteTrigger: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a trigger, the newest first. */
  readonly listTriggerVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a trigger. */
  readonly readTriggerVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a trigger what it was at a version. */
  readonly restoreTriggerVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Trigger"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Fires a trigger for the records that are there already, as a job. */
  readonly fireTrigger: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** Only records created since. */
      readonly "since"?: string;
    };
    readonly answer: Schemas["Job"];
  };
  /** Asks a trigger for which changes of the last days it would have fired, and sends nothing. */
  readonly rehearseTrigger: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "trigger"?: Schemas["Trigger"];
      readonly "days"?: number;
      /** How many are shown. */
      readonly "rows"?: number;
    };
    readonly answer: {
      readonly "since": string;
      readonly "examined": number;
      /** false: there are more changes than were examined. */
      readonly "complete": boolean;
      readonly "wouldFire": number;
      readonly "cannotTell": number;
      /** Those that fire first, then those that cannot be told. */
      readonly "rows": readonly ({
        readonly "eventId": string | null;
        readonly "entity": string;
        readonly "recordId": number;
        readonly "registration": string;
        readonly "at": string;
        readonly "user": string;
        readonly "event": string;
        readonly "fires": boolean | null;
        readonly "problem": string | null;
      })[];
      /** What is to be known of how it was found. */
      readonly "notes": readonly (string)[];
    };
  };
  /** Lists what a trigger would have sent while it only watched, the newest first. */
  readonly listWatched: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "at": string;
        readonly "connection": string;
        readonly "template": string | null;
        readonly "entity": string;
        readonly "recordId": number | null;
        readonly "eventId": string;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Lets go what the brake of a trigger holds, the oldest first. */
  readonly releaseBraked: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "moved": number;
      /** Still held; call again. */
      readonly "left": number;
    };
  };
  /** Drops what the brake of a trigger holds, the oldest first. */
  readonly cancelBraked: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "moved": number;
      /** Still held; call again. */
      readonly "left": number;
    };
  };
  /** Lists every entity as it is in force, with the unit’s own part of it. */
  readonly listEntities: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "name": string;
        readonly "title": string;
        /** false: the unit has made it. */
        readonly "builtIn": boolean;
        /** Fields, types, statuses, properties and numbering as they are in force: the unit’s own part over the built-in one. */
        readonly "definition": {
          readonly "name": string;
          readonly "title": string;
        } & Readonly<Record<string, unknown>>;
        readonly "version": number | null;
        readonly "updatedAt": string | null;
        readonly "updatedBy": string | null;
        readonly "body": unknown | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a entity. */
  readonly createEntity: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["Entity"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Entity"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one entity as it is in force, with the unit’s own part of it. */
  readonly readEntity: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "name": string;
      readonly "title": string;
      /** false: the unit has made it. */
      readonly "builtIn": boolean;
      /** Fields, types, statuses, properties and numbering as they are in force: the unit’s own part over the built-in one. */
      readonly "definition": {
        readonly "name": string;
        readonly "title": string;
      } & Readonly<Record<string, unknown>>;
      readonly "version": number | null;
      readonly "updatedAt": string | null;
      readonly "updatedBy": string | null;
      readonly "body": unknown | null;
    };
  };
  /** Creates or replaces a entity. */
  readonly putEntity: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["Entity"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Entity"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a entity. */
  readonly deleteEntity: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a entity, the newest first. */
  readonly listEntityVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a entity. */
  readonly readEntityVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a entity what it was at a version. */
  readonly restoreEntityVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["Entity"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Gives the tree of fields that templates and conditions may name. */
  readonly readEntityFields: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "type"?: string; readonly "make"?: "create" | "change" | "read" | "notice" };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "key": string;
        readonly "label": string;
        readonly "type": string;
        readonly "format": string | null;
        readonly "list": boolean;
        readonly "required": boolean;
        readonly "readOnly": boolean;
        readonly "choices": readonly (string)[] | null;
        readonly "entity": string | null;
        /** What these services call its type. */
        readonly "types": {
          readonly "zapier": string;
          readonly "make": string;
          readonly "n8n": string;
        };
      })[];
      readonly "make"?: readonly ({
        readonly "name": string;
        readonly "label": string;
        readonly "type": string;
      } & Readonly<Record<string, unknown>>)[];
    } & Readonly<Record<string, unknown>>;
  };
  /** Lists what a person picks from: records of an entity, or the values of one of its fields. */
  readonly listEntityOptions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "q"?: string; readonly "field"?: string; readonly "type"?: string; readonly "limit"?: number; readonly "cursor"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "value": string | number;
        readonly "label": string;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Lists the own views by name. */
  readonly listViews: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        /** Grows with each change of this object. */
        readonly "version": number;
        readonly "updatedAt": string;
        readonly "updatedBy": string;
        readonly "body": Schemas["View"];
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Creates a view. */
  readonly createView: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: Schemas["View"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["View"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Reads one view. */
  readonly readView: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["View"];
    };
  };
  /** Creates or replaces a view. */
  readonly putView: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: Schemas["View"];
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["View"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Deletes a view. */
  readonly deleteView: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: { readonly "reason"?: string };
    readonly body: undefined;
    readonly answer: Schemas["Applied"];
  };
  /** Lists the last 100 versions of a view, the newest first. */
  readonly listViewVersions: {
    readonly path: { readonly "unit": number; readonly "name": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "version": number;
        readonly "at": string;
        /** Who saved it. */
        readonly "by": string;
        readonly "reason": string | null;
        /** The object as it was at this version; null: it was deleted. */
        readonly "body": Readonly<Record<string, unknown>> | null;
      })[];
      readonly "nextCursor": null;
    };
  };
  /** Reads a version of a view. */
  readonly readViewVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": number;
      readonly "at": string;
      /** Who saved it. */
      readonly "by": string;
      readonly "reason": string | null;
      /** The object as it was at this version; null: it was deleted. */
      readonly "body": Readonly<Record<string, unknown>> | null;
    };
  };
  /** Makes a view what it was at a version. */
  readonly restoreViewVersion: {
    readonly path: { readonly "unit": number; readonly "name": string; readonly "version": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Why. */
      readonly "reason"?: string;
    };
    readonly answer: {
      /** Grows with each change of this object. */
      readonly "version": number;
      readonly "updatedAt": string;
      readonly "updatedBy": string;
      readonly "body": Schemas["View"];
      /** Nothing is wrong, but something is missing before messages can go out, or was mended. */
      readonly "warnings": readonly (string)[];
    };
  };
  /** Lists users, in the order in which they were made. */
  readonly listUsers: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: number; readonly "search"?: string; readonly "group"?: string; readonly "disabled"?: boolean };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": number;
        readonly "registration": string;
        readonly "revision": number;
        /** Unique in the unit. */
        readonly "login": string;
        /** First name. */
        readonly "firstName"?: string;
        /** Last name. */
        readonly "lastName"?: string;
        /** Unique in the unit. */
        readonly "email"?: string;
        /** The number of the badge that a turnstile reads; unique in the unit. */
        readonly "badge"?: string;
        /** The number in the payroll; unique in the unit. */
        readonly "personalNumber"?: string;
        readonly "groups": readonly (string)[];
        readonly "isDisabled": boolean;
        readonly "createdAt": string;
        readonly "updatedAt": string;
        /** Shown to administrators. */
        readonly "hasPassword"?: boolean;
        /** Asked for after the password; shown to administrators. */
        readonly "secondFactor"?: boolean;
        readonly "lastSignInAt"?: string | null;
      } & Readonly<Record<string, unknown>>)[];
      readonly "nextCursor": string | null;
    };
  };
  /** Creates a user. */
  readonly createUser: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** Unique in the unit. */
      readonly "login": string;
      /** First name. */
      readonly "firstName"?: string;
      /** Last name. */
      readonly "lastName"?: string;
      /** Unique in the unit. */
      readonly "email"?: string;
      /** The number of the badge that a turnstile reads; unique in the unit. */
      readonly "badge"?: string;
      /** The number in the payroll; unique in the unit. */
      readonly "personalNumber"?: string;
      /** What the user may do comes from these. Only administrators change them, unless the unit says otherwise. */
      readonly "groups"?: readonly (string)[];
      /** No token or session of the user is good. */
      readonly "isDisabled"?: boolean;
    } & Readonly<Record<string, unknown>>;
    readonly answer: {
      readonly "id": number;
      readonly "registration": string;
      readonly "revision": number;
      /** Unique in the unit. */
      readonly "login": string;
      /** First name. */
      readonly "firstName"?: string;
      /** Last name. */
      readonly "lastName"?: string;
      /** Unique in the unit. */
      readonly "email"?: string;
      /** The number of the badge that a turnstile reads; unique in the unit. */
      readonly "badge"?: string;
      /** The number in the payroll; unique in the unit. */
      readonly "personalNumber"?: string;
      readonly "groups": readonly (string)[];
      readonly "isDisabled": boolean;
      readonly "createdAt": string;
      readonly "updatedAt": string;
      /** Shown to administrators. */
      readonly "hasPassword"?: boolean;
      /** Asked for after the password; shown to administrators. */
      readonly "secondFactor"?: boolean;
      readonly "lastSignInAt"?: string | null;
    } & Readonly<Record<string, unknown>>;
  };
  /** Reads a user. */
  readonly readUser: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": number;
      readonly "registration": string;
      readonly "revision": number;
      /** Unique in the unit. */
      readonly "login": string;
      /** First name. */
      readonly "firstName"?: string;
      /** Last name. */
      readonly "lastName"?: string;
      /** Unique in the unit. */
      readonly "email"?: string;
      /** The number of the badge that a turnstile reads; unique in the unit. */
      readonly "badge"?: string;
      /** The number in the payroll; unique in the unit. */
      readonly "personalNumber"?: string;
      readonly "groups": readonly (string)[];
      readonly "isDisabled": boolean;
      readonly "createdAt": string;
      readonly "updatedAt": string;
      /** Shown to administrators. */
      readonly "hasPassword"?: boolean;
      /** Asked for after the password; shown to administrators. */
      readonly "secondFactor"?: boolean;
      readonly "lastSignInAt"?: string | null;
    } & Readonly<Record<string, unknown>>;
  };
  /** Changes the named fields of a user. */
  readonly changeUser: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: Readonly<Record<string, unknown>>;
    readonly answer: {
      readonly "id": number;
      readonly "registration": string;
      readonly "revision": number;
      /** Unique in the unit. */
      readonly "login": string;
      /** First name. */
      readonly "firstName"?: string;
      /** Last name. */
      readonly "lastName"?: string;
      /** Unique in the unit. */
      readonly "email"?: string;
      /** The number of the badge that a turnstile reads; unique in the unit. */
      readonly "badge"?: string;
      /** The number in the payroll; unique in the unit. */
      readonly "personalNumber"?: string;
      readonly "groups": readonly (string)[];
      readonly "isDisabled": boolean;
      readonly "createdAt": string;
      readonly "updatedAt": string;
      /** Shown to administrators. */
      readonly "hasPassword"?: boolean;
      /** Asked for after the password; shown to administrators. */
      readonly "secondFactor"?: boolean;
      readonly "lastSignInAt"?: string | null;
    } & Readonly<Record<string, unknown>>;
  };
  /** Disables a user: none of the user’s tokens and sessions is good from now on. */
  readonly disableUser: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": number;
      readonly "registration": string;
      readonly "revision": number;
      /** Unique in the unit. */
      readonly "login": string;
      /** First name. */
      readonly "firstName"?: string;
      /** Last name. */
      readonly "lastName"?: string;
      /** Unique in the unit. */
      readonly "email"?: string;
      /** The number of the badge that a turnstile reads; unique in the unit. */
      readonly "badge"?: string;
      /** The number in the payroll; unique in the unit. */
      readonly "personalNumber"?: string;
      readonly "groups": readonly (string)[];
      readonly "isDisabled": boolean;
      readonly "createdAt": string;
      readonly "updatedAt": string;
      /** Shown to administrators. */
      readonly "hasPassword"?: boolean;
      /** Asked for after the password; shown to administrators. */
      readonly "secondFactor"?: boolean;
      readonly "lastSignInAt"?: string | null;
    } & Readonly<Record<string, unknown>>;
  };
  /** Makes a one-time link with which the user sets a password. */
  readonly inviteUser: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "url": string;
      readonly "expiresAt": string;
    };
  };
  /** Takes away a user’s second factor, such as when the telephone and the recovery codes are lost. */
  readonly removeUserSecondFactor: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": number;
      readonly "secondFactor": false;
    };
  };
  /** Forgets who a user is at the OpenID Connect provider. */
  readonly unlinkUser: {
    readonly path: { readonly "unit": number; readonly "id": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": number;
      readonly "linked": false;
    };
  };
  /** Lists tokens, the newest first, without the tokens themselves. */
  readonly listTokens: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "userId"?: number };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** What it is for. */
        readonly "name": string;
        readonly "userId": number;
        /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
        readonly "ipRanges": readonly (string)[];
        readonly "methods": readonly (string)[] | null;
        readonly "paths": readonly (string)[] | null;
        readonly "expiresAt": string | null;
        readonly "ratePerMinute": number | null;
        readonly "createdAt": string;
        readonly "createdBy": string;
        readonly "lastUsedAt": string | null;
        readonly "revokedAt": string | null;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Makes a token that acts as one user, and answers it once. */
  readonly createToken: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      /** What it is for. */
      readonly "name": string;
      /** The user that it acts as; default: you. */
      readonly "userId"?: number;
      /** The login of the user, instead of the id. */
      readonly "login"?: string;
      /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
      readonly "ipRanges": readonly (string)[];
      readonly "methods"?: readonly (string)[] | null;
      readonly "paths"?: readonly (string)[] | null;
      readonly "expiresAt"?: string | null;
      readonly "ratePerMinute"?: number | null;
    };
    readonly answer: {
      readonly "id": string;
      /** What it is for. */
      readonly "name": string;
      readonly "userId": number;
      /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
      readonly "ipRanges": readonly (string)[];
      readonly "methods": readonly (string)[] | null;
      readonly "paths": readonly (string)[] | null;
      readonly "expiresAt": string | null;
      readonly "ratePerMinute": number | null;
      /** Keep it now: it is never shown again. */
      readonly "token": string;
    };
  };
  /** Reads what a token may do and when it was used last. */
  readonly readToken: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "id": string;
      /** What it is for. */
      readonly "name": string;
      readonly "userId": number;
      /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
      readonly "ipRanges": readonly (string)[];
      readonly "methods": readonly (string)[] | null;
      readonly "paths": readonly (string)[] | null;
      readonly "expiresAt": string | null;
      readonly "ratePerMinute": number | null;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "lastUsedAt": string | null;
      readonly "revokedAt": string | null;
    };
  };
  /** Changes from where, for what and until when a token is good. */
  readonly changeToken: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: {
      /** What it is for. */
      readonly "name"?: string;
      /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
      readonly "ipRanges"?: readonly (string)[];
      readonly "methods"?: readonly (string)[] | null;
      readonly "paths"?: readonly (string)[] | null;
      readonly "expiresAt"?: string | null;
      readonly "ratePerMinute"?: number | null;
    };
    readonly answer: {
      readonly "id": string;
      /** What it is for. */
      readonly "name": string;
      readonly "userId": number;
      /** Addresses and ranges from which it may be used, IPv4 and IPv6. */
      readonly "ipRanges": readonly (string)[];
      readonly "methods": readonly (string)[] | null;
      readonly "paths": readonly (string)[] | null;
      readonly "expiresAt": string | null;
      readonly "ratePerMinute": number | null;
      readonly "createdAt": string;
      readonly "createdBy": string;
      readonly "lastUsedAt": string | null;
      readonly "revokedAt": string | null;
    };
  };
  /** Ends a token at once. */
  readonly revokeToken: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "revoked": true;
    };
  };
  /** Lists who changed configuration, rights, tokens and pauses, and whose token was refused, the newest first. */
  readonly listAudit: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "who"?: string; readonly "what"?: string; readonly "since"?: string; readonly "until"?: string; readonly "search"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        readonly "at": string;
        /** The name of the user, or of the program. */
        readonly "who": string;
        /** What was done; docs/access.md lists the words. */
        readonly "what": string;
        readonly "detail": Readonly<Record<string, unknown>>;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Lists what a person should see, the newest first. */
  readonly listAlerts: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string; readonly "open"?: boolean };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly ({
        readonly "id": string;
        /** What it is about; raised once until it is resolved. */
        readonly "key": string;
        readonly "kind": string;
        readonly "text": string;
        readonly "entity": string | null;
        readonly "recordId": number | null;
        readonly "connection": string | null;
        readonly "deliveryId": string | null;
        readonly "hookId": string | null;
        readonly "at": string;
        readonly "resolvedAt": string | null;
        readonly "resolvedBy": string | null;
      })[];
      readonly "nextCursor": string | null;
    };
  };
  /** Puts an alert away as dealt with. */
  readonly resolveAlert: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "key": string;
    };
    readonly answer: {
      readonly "resolved": number;
    };
  };
  /** Lists background jobs, the newest first. */
  readonly listJobs: {
    readonly path: { readonly "unit": number };
    readonly query: { readonly "limit"?: number; readonly "cursor"?: string };
    readonly body: undefined;
    readonly answer: {
      readonly "data": readonly (Schemas["Job"])[];
      readonly "nextCursor": string | null;
    };
  };
  /** Reads a background job and how far it is. */
  readonly readJob: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Job"];
  };
  /** Stops a background job; what it has done stays done. */
  readonly cancelJob: {
    readonly path: { readonly "unit": number; readonly "id": string };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Job"];
  };
  /** Tells version, database, queue, retention and settings with their origin. */
  readonly readSystem: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: {
      readonly "version": string;
      readonly "node": string;
      readonly "platform": string;
      readonly "startedAt": string;
      readonly "process": {
        readonly "pid": number;
        readonly "roles": readonly (string)[];
        readonly "memoryBytes": number;
      };
      /** Those that send at this moment. */
      readonly "processes": readonly ({
        readonly "id": string;
        readonly "host": string;
        readonly "pid": number;
        readonly "roles": readonly (string)[];
        readonly "startedAt": string;
      })[];
      readonly "database": {
        readonly "version": string;
        readonly "embedded": boolean;
        readonly "sizeBytes": number;
        readonly "connections": number;
      };
      readonly "queue": {
        /** How long the oldest message of the unit that nothing holds has been due. */
        readonly "lagMs": number;
        /** State to number; to 10,000 per connection. */
        readonly "open": Readonly<Record<string, number>>;
        /** Requests of this process that are under way. */
        readonly "inFlight": number;
        /** Results of this process that are not written yet. */
        readonly "unsettled": number;
        /** Of all units. */
        readonly "lanes": number;
      };
      readonly "retention": {
        /** How long deliveries and messages are kept. */
        readonly "months": number;
        /** How long the history of records and the audit are kept. */
        readonly "historyMonths": number;
        readonly "oldestDelivery": string | null;
        readonly "partitions": number;
      };
      readonly "access": {
        /** From where calls are taken at all; empty: from everywhere. */
        readonly "allowedAddresses": readonly (string)[];
        /** From where this call has come. */
        readonly "yourAddress": string;
      };
      /** Pages that listen for changes at this process. */
      readonly "pages": number;
      readonly "settings": readonly ({
        readonly "name": string;
        readonly "value": string | null;
        readonly "isSet": boolean;
        readonly "secret": boolean;
        /** environment or default. */
        readonly "origin": string;
        readonly "default": string | null;
        /** Markdown. */
        readonly "meaning": string;
      })[];
    };
  };
  /** Reads the settings of the unit and facts of the installation. */
  readonly readSettings: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Settings"];
  };
  /** Changes name, time zone or language of the unit. */
  readonly changeSettings: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: {
      readonly "name"?: string;
      readonly "zone"?: string;
      readonly "locale"?: string;
    };
    readonly answer: Schemas["Settings"];
  };
  /** Confirms that this copy of a database is the installation that sends from now on. */
  readonly confirmCopy: {
    readonly path: { readonly "unit": number };
    readonly query: Record<string, never>;
    readonly body: undefined;
    readonly answer: Schemas["Settings"];
  };
}
