/** Places a call; selects every figure of every member of the result. */
export const INITIATE = /* GraphQL */ `
  mutation Initiate($input: InitiateCallInput!) {
    initiateCall(input: $input) {
      __typename
      ... on InitiateCallSuccess {
        call {
          id callSid trackingId direction status toNumber fromNumber contactName contactData creditsReserved
          creditsUsed startTime endTime endedReason agent { id } contact { id } campaign { id }
        }
        contact { id phoneNumber additionalData }
        campaign { id name status temporary }
        message
        replayed
      }
      ... on Error { code message }
      ... on InsufficientCreditsError { required available deficit }
      ... on ConcurrencyLimitError { limit active retryAfterSeconds }
      ... on IdempotencyInProgressError { retryAfterSeconds }
      ... on CallFailedError { details outcomeKnown failed: call { id status endedReason campaign { id } } }
    }
  }
`;
