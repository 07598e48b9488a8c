package com.openagents.sync.platform.problem;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link ProblemValve} where Tomcat has its HTML error page. */
@Configuration(proxyBeanMethods = false)
class ProblemServer {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(Problems problems) {
    return factory ->
      factory.addContextCustomizers(context -> {
        StandardHost host = (StandardHost) context.getParent();
        host.setErrorReportValveClass("");
        host.getPipeline().addValve(new ProblemValve(problems));
      });
  }
}
