import fastify from 'fastify';
import { openDatabase } from '../../server/src/database/open-database.ts';

/**
 * The least that answers from the same table: Fastify handlers with one indexed query per call, without tokens, rights, filters, limits. A process of its
 * own; its first argument is the database's address. Writes the port on which it listens; stops when its standard input ends.
 */
const [url = ''] = process.argv.slice(2);
const database = await openDatabase({ url, poolSize: 10, applicationName: 'bare' });
const app = fastify();

app.get<{ Querystring: { id: string } }>('/documents', async (request, reply) => {
  const [row] = await database.query({
    name: 'one',
    text: `select id, registration, revision, data, exports, created_at as "createdAt", updated_at as "updatedAt" from records
           where unit_id = 1 and entity = 'documents' and id = $1`,
    values: [request.query.id],
  });
  return reply.send(row);
});

const fields = ['type', 'status', 'number', 'issuedOn', 'dueOn', 'companyId', 'ownerId', 'currency', 'total', 'paid'];
app.get<{ Querystring: { after: string } }>('/page', async (request, reply) => {
  const rows = await database.query({
    name: 'page',
    text: `select id, registration, ${fields.map((field) => `data ->> '${field}' as "${field}"`).join(', ')} from records
           where unit_id = 1 and entity = 'documents' and id >= $1 order by id limit 1000`,
    values: [request.query.after],
  });
  return reply.send({ data: rows });
});

const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
process.stdin.resume().on('end', () => void app.close().then(() => database.close()));
