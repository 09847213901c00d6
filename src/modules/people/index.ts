export { setPassword } from './account.ts'
export { fieldRefusal, loginKey, refusalOfLogin, refusalOfPassword } from './credentials.ts'
export {
  acceptInvitation,
  insertAccount,
  invitationDays,
  invite,
  readInvitation,
  type OpenInvitation,
} from './invitations.ts'
export { addDesk, addMembership, addPerson, endMembership } from './people.changes.ts'
export { findAccounts, findHead, type AccountLine } from './people.store.ts'
export {
  beginSession,
  endSession,
  endSessionsOf,
  findPerson,
  findClosedBefore,
  findSignedIn,
  sweepSessions,
  tokenHash,
  sessionDays,
  type MembershipInfo,
  type SignedIn,
} from './sessions.ts'
export { deviceOf, signIn } from './sign-in.ts'
export { hashPassword, longestPassword, shortestPassword } from './passwords.ts'
export { addressPrefix, countTry, type Limit } from './throttle.ts'
export { RoleCode, SessionUnit } from './people.schema.ts'
export { registerEraseJob } from './erasure.job.ts'
export { erasePerson, getErasure } from './erasure.service.ts'
export { getPersonData } from './erasure.data.ts'
export type { ErasureOut, PersonData } from './erasure.schema.ts'
