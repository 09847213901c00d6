export * from './model.ts'
export * from './agency-code.ts'
export { readEdxml } from './read.ts'
export { writeEdxml, writeEdxmlStatus } from './write.ts'
export { packAttachment, unpackAttachment, type PackedFile } from './attachments.ts'
export {
  goesOn,
  insteadOf,
  isEnd,
  packageOf,
  recallOf,
  referenceTo,
  statusOf,
  type Sending,
} from './issued.ts'
