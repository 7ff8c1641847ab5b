import type {
  IAuthenticateGeneric,
  Icon,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
} from 'n8n-workflow';

/** A token of a Gangway user. Everything that a workflow does, it does with the rights of that user. */
export class GangwayApi implements ICredentialType {
  name = 'gangwayApi';

  displayName = 'Gangway API';

  icon: Icon = { light: 'file:../icons/gangway.svg', dark: 'file:../icons/gangway.dark.svg' };

  documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gangway';

  properties: INodeProperties[] = [
    {
      displayName: 'URL',
      name: 'url',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://gangway.example.com',
      description: 'Where Gangway is',
    },
    {
      displayName: 'Unit',
      name: 'unit',
      type: 'number',
      default: 1,
      required: true,
      description: 'The number of the business unit that the token is of',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Made in Gangway by a configurator. It begins with gw_.',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
  };

  /** Names the unit, so that a token of another unit is noticed too. */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.url.replace(new RegExp("/+$"), "")}}',
      url: '=/api/v1/me?unit={{$credentials.unit}}',
    },
  };
}
