/** Without it the platform writes a line about its memory for every call. */
process.env['NODE_ENV'] = 'test';
