export { listFailedJobs, retryJob } from './jobs.service.ts'
export { kindInWords } from './jobs.rules.ts'
export { tell, tellJob, type TellJob, type Told } from './tell.ts'
