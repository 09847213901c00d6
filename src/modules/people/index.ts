export { withoutBody } from './quiet-request.ts'
export { setPassword } from './account.ts'
export { findDelegated, heldOn } from './delegations.store.ts'
export { fieldRefusal, loginKey, refusalOfLogin, refusalOfPassword } from './credentials.ts'
export {
  acceptInvitation,
  homeOfToken,
  insertAccount,
  invitationDays,
  invite,
  readInvitation,
  type OpenInvitation,
} from './invitations.ts'
export {
  codeHours,
  findResetByMail,
  linkMinutes,
  makeResetLink,
  passwordSetJob,
  readReset,
  useResetCode,
  useResetLink,
} from './resets.ts'
export { addDesk, addMembership, addPerson, endMembership } from './people.changes.ts'
export { byGivenName, findAccounts, findHead, nameOnPaper, type AccountLine } from './people.store.ts'
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
export { enter, finishSetup, passByCode, readSecondStep, readSetup, type Entry } from './factor/entry.ts'
export { beginProviderSignIn, finishProvider } from './provider/identities.ts'
export { hearLogout } from './provider/logout.ts'
export { acceptInvited, beginInvited, readInvited, type InvitedAsked } from './provider/invited.ts'
export { askForPasskey, passByPasskey } from './factor/passkeys.ts'
export { allowsPasskeys } from './factor/place.rules.ts'
export { totpCode } from './factor/codes.rules.ts'
export { deviceOf, signIn } from './sign-in.ts'
export { hashPassword, longestPassword, shortestPassword } from './passwords.ts'
export { addressPrefix, countTry, type Limit } from './throttle.ts'
export { RoleCode, SessionUnit } from './people.schema.ts'
export { registerEndOfSessions } from './end-sessions.job.ts'
export { carryRedactionJob, registerEraseJob, type CarryRedaction } from './erasure.job.ts'
export { findUnheld, redactFiles, redactPapers } from './erasure.store.ts'
export { erasePerson, getErasure } from './erasure.service.ts'
export { getPersonData } from './erasure.data.ts'
export type { ErasureOut, PersonData } from './erasure.schema.ts'
export {
  accountsKey,
  beginRetention,
  firstPlace,
  registerRetentionJob,
  retainPiece,
  retainSessions,
  retentionJob,
} from './retention.job.ts'
export {
  countAccountsDue,
  countSessionsDue,
  findRulesOfHome,
  keepOfAccounts,
  type RulesOfHome,
} from './retention.store.ts'
