import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';

/** A process of its own that migrates the database at the address it is given, and says which files it applied. */
const database = await openDatabase({ url: process.argv[2] ?? '', poolSize: 1, applicationName: 'tests' });
process.stdout.write(JSON.stringify(await migrate(database)));
await database.close();
