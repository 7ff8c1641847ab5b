import type { MessageTemplate } from '../../../../server/src/templates/template.ts';

export type { MessageTemplate };

/** The parts of a template that are written in the template language, by the names that problems give them. */
export type DraftPart = 'body' | 'url' | 'response' | 'charset' | `headers.${string}` | `query.${string}`;

/** The media type, for the highlighting of a message and the pretty layout of it. */
export type MessageFormat = MessageTemplate['format'];

/** The template as its author sees it at this moment, with the parts empty that it does not have. */
export function emptyTemplate(name: string, format: MessageFormat): MessageTemplate {
  return { name, format, entity: 'documents', request: { method: 'POST' }, body: blankBodies[format] };
}

const blankBodies: Readonly<Record<MessageFormat, string>> = {
  json: '{\n  "number": "${input.number}"\n}\n',
  xml: '<?xml version="1.0" encoding="UTF-8"?>\n<document xmlns:t="urn:gangway:template">\n  <number>${input.number}</number>\n</document>\n',
  csv: '{\n  "delimiter": ";",\n  "$for": "line in input.lines",\n  "columns": [\n    { "name": "number", "value": "${input.number}" },\n    { "name": "text", "value": "${line.name}" }\n  ]\n}\n',
  fixed:
    '{\n  "$for": "line in input.lines",\n  "columns": [\n    { "name": "number", "value": "${input.number}", "width": 20 },\n    { "name": "text", "value": "${line.name | left(40)}", "width": 40 }\n  ]\n}\n',
  form: '{\n  "number": "${input.number}"\n}\n',
  text: 'Number: ${input.number}\n',
};
