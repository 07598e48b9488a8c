package com.openagents.sync.command.mutation;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses request bodies that are too large before they fill the memory. */
@Component
class RequestSizeLimit extends OncePerRequestFilter {

  private final int bytesMax;
  private final Problems problems;

  RequestSizeLimit(MutationLimits limits, Problems problems) {
    this.bytesMax = limits.requestBytesMax();
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
    throws ServletException, IOException {
    if (request.getContentLengthLong() > bytesMax) {
      problems.write(request, response, tooLarge());
    } else {
      chain.doFilter(new LimitedRequest(request), response);
    }
  }

  private Rejected tooLarge() {
    return new Rejected(
      RejectionCode.PAYLOAD_TOO_LARGE,
      "A request body has at most " + bytesMax + " bytes."
    );
  }

  /** For bodies that come in chunks and don't say their length. */
  private final class LimitedRequest extends HttpServletRequestWrapper {

    LimitedRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream());
    }
  }

  private final class LimitedStream extends ServletInputStream {

    private final ServletInputStream body;
    private long bytes;

    LimitedStream(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = body.read(target, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int more) {
      bytes += more;
      if (bytes > bytesMax) {
        throw tooLarge();
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
