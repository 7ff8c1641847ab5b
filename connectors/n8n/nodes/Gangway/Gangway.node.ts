import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeApiError,
  NodeConnectionTypes,
  NodeOperationError,
} from 'n8n-workflow';
import { actions } from './actions';
import { attendanceProperties } from './attendance-properties';
import { getEntities, getRecordFields, getTypes, getViews, searchRecords } from './choices';
import { deliveryProperties } from './delivery-properties';
import { recordProperties } from './record-properties';

export class Gangway implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Gangway',
    name: 'gangway',
    icon: { light: 'file:../../icons/gangway.svg', dark: 'file:../../icons/gangway.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Read and write records, register attendance, report what became of deliveries',
    defaults: { name: 'Gangway' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'gangwayApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [
          { name: 'Attendance', value: 'attendance' },
          { name: 'Delivery', value: 'delivery' },
          { name: 'Record', value: 'record' },
        ],
        default: 'record',
      },
      ...recordProperties,
      ...attendanceProperties,
      ...deliveryProperties,
    ],
  };

  methods = {
    loadOptions: { getEntities, getTypes, getViews },
    listSearch: { searchRecords },
    resourceMapping: { getRecordFields },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const results: INodeExecutionData[] = [];
    for (const itemIndex of this.getInputData().keys()) {
      try {
        const resource = this.getNodeParameter('resource', itemIndex);
        const operation = this.getNodeParameter('operation', itemIndex);
        const action = actions[resource]?.[operation];
        if (action === undefined) {
          throw new NodeOperationError(this.getNode(), `Gangway cannot do "${operation}" with "${resource}".`, {
            itemIndex,
          });
        }
        const done = [await action(this, itemIndex)].flat();
        results.push(...done.map((json) => ({ json, pairedItem: { item: itemIndex } })));
      } catch (error) {
        if (!this.continueOnFail()) {
          // One that is of these kinds already stays as it is.
          if (error instanceof NodeApiError) throw new NodeApiError(this.getNode(), error as never);
          throw new NodeOperationError(this.getNode(), error instanceof Error ? error : String(error), { itemIndex });
        }
        const message = error instanceof Error ? error.message : String(error);
        results.push({ json: { error: message }, pairedItem: { item: itemIndex } });
      }
    }
    return [results];
  }
}
