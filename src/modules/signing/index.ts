import type {} from './signing.tables.ts'

export { signingFlow } from './flow.ts'
export { signedRoutes } from './flow.routes.ts'
export { hasKeys } from './keys.service.ts'
export { dropPaper, signingState, takeSignedPaper, type Subject } from './papers.ts'
export { SigningState } from './signing.schema.ts'
