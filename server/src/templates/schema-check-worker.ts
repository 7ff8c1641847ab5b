import { answerJobs, needsExtra } from '../threads/answer-jobs.ts';
import { check, type CheckJob, serveFilesFromTheSet } from './schema-check-library.ts';
import type { SchemaSet } from './schema-check-set.ts';

/** The thread that runs libxml2. Anything unexpected (libxml2 out of memory) ends it; the main thread starts another and says so. */
serveFilesFromTheSet();
answerJobs((job, sent) => check(job as CheckJob, sent as SchemaSet | undefined) ?? needsExtra);
