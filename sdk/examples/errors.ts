import { ConflictError, Gangway, InvalidError, NotFoundError } from '@gangway/sdk';

const { GANGWAY_URL: url = '', GANGWAY_TOKEN: token = '' } = process.env;
const gangway = new Gangway({ url, token, unit: 1 });

try {
  await gangway.records('documents').create({ type: 'INVOICE.SALES', companyId: 999_999 });
} catch (error) {
  if (error instanceof InvalidError) for (const { path, message } of error.errors) console.log(`${path}: ${message}`);
  else if (error instanceof ConflictError) console.log(`Somebody was quicker: ${error.message}`);
  else if (error instanceof NotFoundError) console.log(error.code);
  else throw error;
}
