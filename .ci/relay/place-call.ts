import { graphql } from 'relay-runtime';

/** Places a call and puts it at the head of the lists that are shown. */
export const placeCall = graphql`
  mutation PlaceCallMutation($input: InitiateCallInput!, $connections: [ID!]!) {
    initiateCall(input: $input) {
      __typename
      ... on InitiateCallSuccess {
        call @prependNode(connections: $connections, edgeTypeName: "CallEdge") {
          id
          ...CallRow_call
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`;

export const previewCall = graphql`
  query PlaceCallPreviewQuery($input: InitiateCallInput!) {
    previewCall(input: $input) {
      wouldCall
      gates {
        gate
        state
        message
      }
      contact {
        ...ContactName_contact
      }
    }
  }
`;
