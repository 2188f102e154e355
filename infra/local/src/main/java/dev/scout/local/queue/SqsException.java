package dev.scout.local.queue;

/** A request that SQS refuses, in its words. */
final class SqsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final String queryCode;

    /**
     * @param type the error's name in the JSON protocol
     * @param queryCode its name in the older query protocol, which clients still tell their users
     */
    private SqsException(String type, String queryCode, String message) {
        super(message);
        this.type = type;
        this.queryCode = queryCode;
    }

    String type() {
        return type;
    }

    String queryCode() {
        return queryCode;
    }

    static SqsException of(String name, String message) {
        return new SqsException(name, "AWS.SimpleQueueService." + name, message);
    }

    static SqsException noSuchQueue() {
        return new SqsException(
                "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
    }

    static SqsException badReceiptHandle(String handle) {
        return new SqsException(
                "ReceiptHandleIsInvalid",
                "ReceiptHandleIsInvalid",
                "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
    }

    static SqsException missing(String parameter) {
        return new SqsException(
                "MissingParameter", "MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    static SqsException invalid(String parameter, Object value, String reason) {
        return new SqsException(
                "InvalidParameterValue",
                "InvalidParameterValue",
                "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
    }

    static SqsException notServed(String action) {
        return new SqsException(
                "UnsupportedOperation",
                "AWS.SimpleQueueService.UnsupportedOperation",
                "The local platform does not serve " + action
                        + " of SQS; its queues are those of infra/sam/template.yaml.");
    }
}
