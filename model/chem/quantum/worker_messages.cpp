#include "model/chem/quantum/worker_messages.h"

#include <nlohmann/json.hpp>

namespace molloquy::quantum {
namespace {

using Json = nlohmann::json;

constexpr const char* kGreetingKey = "molloquy_xtb_worker";
/// Grows when the messages change.
constexpr int kProtocol = 1;

std::string lineOf(const Json& object) {
  return object.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
}

/// Reads a line with `read`, which may throw what nlohmann's accessors throw.
template <class T>
Result<T> parse(std::string_view line, T (*read)(const Json&)) {
  const Json object = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return fail(ErrorCode::Corrupt, "The message is no JSON object.");
  try {
    return read(object);
  } catch (const Json::exception&) {
    return fail(ErrorCode::Corrupt, "The message lacks a field or has one of another kind.");
  }
}

const char* nameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidInput:
      return "input";
    case ErrorCode::Unsupported:
      return "unsupported";
    default:
      return "internal";
  }
}

ErrorCode codeFrom(const std::string& name) {
  if (name == "input") return ErrorCode::InvalidInput;
  return name == "unsupported" ? ErrorCode::Unsupported : ErrorCode::Internal;
}

WorkerRequest readRequest(const Json& object) {
  return {
      object.at("number").get<std::uint64_t>(),
      {object.at("elements").get<std::vector<int>>(),
       object.at("positions").get<std::vector<chem::Point3>>(), object.at("charge").get<int>()}};
}

WorkerAnswer readAnswer(const Json& object) {
  const auto number = object.at("number").get<std::uint64_t>();
  if (object.contains("error")) {
    return {number, fail(codeFrom(object.at("code").get<std::string>()),
                         object.at("error").get<std::string>())};
  }
  return {number, SinglePoint{.energyHartree = object.at("energy").get<double>(),
                              .homoEv = object.at("homo").get<double>(),
                              .lumoEv = object.at("lumo").get<double>(),
                              .dipoleDebye = object.at("dipole").get<double>()}};
}

}  // namespace

std::string toLine(const Greeting& greeting) {
  return lineOf({{kGreetingKey, kProtocol}, {"xtb", greeting.xtbVersion}});
}

std::string toLine(const WorkerRequest& request) {
  return lineOf({{"number", request.number},
                 {"charge", request.input.charge},
                 {"elements", request.input.atomicNumbers},
                 {"positions", request.input.positions}});
}

std::string toLine(const WorkerAnswer& answer) {
  if (!answer.result) {
    return lineOf({{"number", answer.number},
                   {"code", nameOf(answer.result.error().code)},
                   {"error", answer.result.error().message}});
  }
  return lineOf({{"number", answer.number},
                 {"energy", answer.result->energyHartree},
                 {"homo", answer.result->homoEv},
                 {"lumo", answer.result->lumoEv},
                 {"dipole", answer.result->dipoleDebye}});
}

Result<Greeting> greetingFrom(std::string_view line) {
  return parse<Greeting>(line, [](const Json& object) {
    if (object.at(kGreetingKey).get<int>() != kProtocol) object.at("another protocol");
    return Greeting{object.at("xtb").get<std::string>()};
  });
}

Result<WorkerRequest> requestFrom(std::string_view line) { return parse(line, readRequest); }

Result<WorkerAnswer> answerFrom(std::string_view line) { return parse(line, readAnswer); }

}  // namespace molloquy::quantum
