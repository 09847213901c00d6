import type {} from './machines.tables.ts'
import { listenForNews } from './webhooks.tell.ts'

export { beginMachineSweep, registerMachineJobs } from './webhooks.send.ts'
export { setOutward } from './webhooks.settings.ts'
export { callLimit, findCaller, noteCall, type Caller } from './callers.ts'

// Whoever writes anything of the domain has loaded the routes or the jobs, and with them this module.
listenForNews()
