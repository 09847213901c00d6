export { listFailedJobs, retryJob } from './jobs.service.ts'
