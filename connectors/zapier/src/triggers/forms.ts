import type { PlainInputField } from 'zapier-platform-core';

export const entityField: PlainInputField = {
  key: 'entity',
  label: 'Kind of record',
  type: 'string',
  required: true,
  dynamic: 'entities.id.label',
  altersDynamicFields: true,
};

export const filterField: PlainInputField = {
  key: 'filter',
  label: 'Only if',
  type: 'string',
  required: false,
  placeholder: "input.type = 'INVOICE.SALES' and input.total > 10000",
  helpText: "A condition in Gangway's template language, judged by the server before anything is sent.",
};

/** Which event, of the kinds that the hidden trigger lists for the chosen entity. */
export const eventField = (trigger: string, label: string): PlainInputField => ({
  key: 'event',
  label,
  type: 'string',
  required: true,
  dynamic: `${trigger}.id.label`,
  dependsOn: ['entity'],
});
