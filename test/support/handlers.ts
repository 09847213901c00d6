import { loadJobHandlers } from '../../src/cli/job-handlers.ts'

// What modules tell each other at run time (handlers of jobs, listeners) stands for every test file as it does in a running
// server. A worker of the tests keeps its modules: without this a file would find what the files before it had loaded.
loadJobHandlers()
