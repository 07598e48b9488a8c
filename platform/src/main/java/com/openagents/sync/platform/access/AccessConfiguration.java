package com.openagents.sync.platform.access;

import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Every call that touches data needs a token; the console's files, health and the local issuer don't. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  private static final String[] GUARDED = {
    "/api/**",
    "/sync",
    "/sync/**",
    "/audit/**",
    "/admin/**",
    "/actuator/**",
  };

  @Bean
  SecurityFilterChain guard(HttpSecurity http, AccessProblems problems) throws Exception {
    return http
      .authorizeHttpRequests(calls ->
        calls
          .requestMatchers("/actuator/health/**")
          .permitAll()
          .requestMatchers(GUARDED)
          .authenticated()
          .anyRequest()
          .permitAll()
      )
      .oauth2ResourceServer(server ->
        server
          // No authorities: what a caller may see, its orgs say.
          .jwt(token -> token.jwtAuthenticationConverter(it -> new JwtAuthenticationToken(it, List.of())))
          .bearerTokenResolver(new RequestToken())
          .authenticationEntryPoint(problems)
          .accessDeniedHandler(problems)
      )
      .exceptionHandling(errors -> errors.authenticationEntryPoint(problems).accessDeniedHandler(problems))
      .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
      .csrf(csrf -> csrf.disable())
      .requestCache(cache -> cache.disable())
      .logout(logout -> logout.disable())
      .build();
  }

  /** An observation for each of a dozen filters costs more than what they do; the whole call is observed anyway. */
  @Bean
  SecurityObservationSettings noObservationsOfFilters() {
    return SecurityObservationSettings.noObservations();
  }

  /** The framework's rule for the values of headers, without its pattern, which takes longer with a token than all else. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderValues(value -> Characters.allOf(value, AccessConfiguration::isOfAHeader));
    return firewall;
  }

  private static boolean isOfAHeader(int character) {
    return character == '\t' || (Character.isDefined(character) && !Character.isISOControl(character));
  }

  @Bean
  static BeanPostProcessor tokenMemory() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof JwtDecoder decoder ? new VerifiedTokens(decoder, Clock.systemUTC()) : bean;
      }
    };
  }
}
