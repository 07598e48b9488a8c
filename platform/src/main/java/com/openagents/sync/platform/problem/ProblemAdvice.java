package com.openagents.sync.platform.problem;

import com.openagents.sync.api.rejection.Problem;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every way in which a call can fail, as one {@link Problem}. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Problems problems;

  ProblemAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<Problem> failed(HttpServletRequest request, HttpServletResponse response, Exception failure)
    throws Exception {
    if (response.isCommitted()) {
      // Part of an answer is out. The container cuts the connection, so that it can't look whole.
      throw failure;
    }
    Rejected rejected = rejection(request, failure);
    if (rejected.code().kind() == RejectionCode.Kind.INTERNAL) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    }
    if (failure instanceof ErrorResponse known) {
      // What is allowed or accepted instead.
      known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }
    return problems.answer(request, rejected);
  }

  /** The client went away in the middle of an answer; nobody is left to tell. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException clientIsGone) {
    log.debug("A client left before its answer was whole", clientIsGone);
  }

  private static Rejected rejection(HttpServletRequest request, Exception failure) {
    return switch (failure) {
      case Rejected rejected -> rejected;
      case HttpMessageNotReadableException unreadable -> UnreadableBody.rejection(unreadable);
      case MethodArgumentTypeMismatchException mismatch -> Rejected.field(
        RejectionCode.INVALID_VALUE,
        mismatch.getName(),
        "'%s' must be a %s.".formatted(
          mismatch.getName(),
          UnreadableBody.typeName(mismatch.getRequiredType())
        )
      );
      case MissingServletRequestParameterException missing -> Rejected.field(
        RejectionCode.INVALID_VALUE,
        missing.getParameterName(),
        "'" + missing.getParameterName() + "' is missing."
      );
      case MissingRequestValueException missing -> new Rejected(
        RejectionCode.INVALID_VALUE,
        String.valueOf(missing.getMessage())
      );
      case NoResourceFoundException _ -> new Rejected(
        RejectionCode.ROUTE_UNKNOWN,
        "Nothing answers at " + request.getRequestURI() + "."
      );
      case HttpRequestMethodNotSupportedException method -> new Rejected(
        RejectionCode.METHOD_NOT_ALLOWED,
        "%s takes %s.".formatted(request.getRequestURI(), method.getSupportedHttpMethods())
      );
      case HttpMediaTypeNotSupportedException _ -> new Rejected(
        RejectionCode.UNSUPPORTED_MEDIA_TYPE,
        "Send the body as application/json."
      );
      case HttpMediaTypeNotAcceptableException acceptable -> new Rejected(
        RejectionCode.NOT_ACCEPTABLE,
        "This can be had as " + acceptable.getSupportedMediaTypes() + "."
      );
      case Exception away when isDatabaseAway(away) -> new Rejected(
        RejectionCode.UNAVAILABLE,
        "The database does not answer now. Try again."
      );
      default -> new Rejected(RejectionCode.INTERNAL, "Something broke here; it is in the log. Try again.");
    };
  }

  /** Also where it came to light within something else, such as an aggregate that was being loaded. */
  private static boolean isDatabaseAway(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> false;
      case
        DataAccessResourceFailureException _,
        TransientDataAccessException _,
        EventStoreException _,
        CannotCreateTransactionException _,
        TransactionSystemException _ -> true;
      default -> isDatabaseAway(failure.getCause());
    };
  }
}
